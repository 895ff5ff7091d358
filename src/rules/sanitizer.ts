import type {SanitizerRuntime} from '../toolchains/toolchains.ts';
import {definedInScope, neededLibraries} from './link-scope.ts';
import {undefinedMessage} from './loader-message.ts';
import type {Draft, Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName, listNames} from './wording.ts';

const sanitizerRuntime: Rule = {
  name: 'sanitizer-runtime',
  title: 'needs a sanitizer runtime, which must be loaded before Python starts',
  formats: ['pe', 'elf', 'macho'],
  check(subject, context) {
    const needed = neededRuntimes(subject, context);
    return needed.length > 0 ? needed : namedRuntimes(subject, context);
  },
};

/** gcc links a shared library with the runtime's own. */
function neededRuntimes(subject: Subject, {toolchains}: RuleContext): Draft[] {
  const found = neededLibraries(subject).flatMap(library => {
    const sanitizer = toolchains.libraries.sanitizer(baseName(library));
    return sanitizer ? [{library, sanitizer}] : [];
  });
  const [first] = found;
  if (!first) return [];
  const {library, sanitizer} = first;
  return [
    {
      severity: whereLoaded(subject, 'warning'),
      subject: found
        .map(one => baseName(one.library).toLowerCase())
        .sort()
        .join('+'),
      message: `needs ${listNames(found.map(one => one.library))} (${sanitizer.name})`,
      evidence: [],
      breaks: `import: "${sanitizer.name} runtime does not come first in initial library list", or a missing library`,
      fix: `for a debugging session: ${preload(subject, baseName(library))}; for a release build without -fsanitize`,
    },
  ];
}

/**
 * clang links a shared library with no runtime, nor does gcc with -static-libasan: the executable is meant to have
 * it. Weak names are tested for, and only instrumented code has the others.
 */
function namedRuntimes(subject: Subject, context: RuleContext): Draft[] {
  const names = new Map<string, SanitizerRuntime>();
  for (const {name, weak} of undefinedSymbols(subject)) {
    const sanitizer = weak ? null : context.toolchains.libraries.sanitizerOfName(name);
    if (sanitizer && !definedInScope(name, subject, context)) names.set(name, sanitizer);
  }
  const [first] = names;
  if (!first) return [];
  const [name, sanitizer] = first;
  return [
    {
      severity: whereLoaded(subject, 'warning'),
      subject: [...new Set([...names.values()].map(one => one.name))].sort().join('+'),
      message: `is compiled for ${sanitizer.name}, but needs no library that has its runtime`,
      evidence: [{label: 'undefined', text: listNames([...names.keys()])}],
      breaks: `import: "${undefinedMessage(subject, name)}"`,
      fix: 'for a debugging session: preload the runtime, or run a Python built with the same -fsanitize; for a release build without it',
    },
  ];
}

function undefinedSymbols({facts}: Subject): readonly {readonly name: string; readonly weak: boolean}[] {
  switch (facts.format) {
    case 'pe':
      return [];
    case 'elf':
      return facts.undefinedSymbols;
    case 'macho':
      return facts.slices.flatMap(slice => slice.undefinedSymbols);
  }
}

/** How to have the runtime in the process before the module; each compiler knows where its own is. */
function preload({facts}: Subject, library: string): string {
  const compiler = library.includes('clang_rt') ? 'clang' : 'gcc';
  switch (facts.format) {
    case 'pe':
      return `put ${library} beside the module, or its folder into PATH`;
    case 'elf':
      return `LD_PRELOAD=$(${compiler} -print-file-name=${library.replace(/\.so\..*/, '.so')}) python ...`;
    case 'macho':
      return `DYLD_INSERT_LIBRARIES=$(${compiler} -print-file-name=${library}) python ...`;
  }
}

export const sanitizerRules: readonly Rule[] = [sanitizerRuntime];
