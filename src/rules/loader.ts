import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {Subject} from './subject.ts';
import {listNames} from './wording.ts';

const rpathUnsafe: Rule = {
  name: 'rpath-unsafe',
  title: 'searches for libraries in an absolute, empty or build folder',
  formats: ['elf', 'macho'],
  check(subject, {artefact}) {
    const unsafe = searchPaths(subject).filter(isUnsafe);
    // An interpreter's modules look into its own prefix: nobody moves them apart.
    const isOwn = artefact.root !== null && unsafe.every(path => `${path}/`.startsWith(`${artefact.root}/`));
    if (unsafe.length === 0 || subject.role === 'interpreter') return [];
    const shown = unsafe.map(path => (path === '' ? '(empty: the current folder)' : path));
    return [
      {
        severity: isOwn ? 'note' : whereLoaded(subject, 'warning'),
        subject: unsafe
          .map(path => path || '(empty)')
          .sort()
          .join('+'),
        message: `searches for libraries in ${listNames(shown, 3)}`,
        evidence: [],
        breaks:
          'whoever can write there has code loaded; on another machine a library of another build, or none',
        fix: "use paths relative to the file: -Wl,-rpath,'$ORIGIN/...' (macOS: @loader_path/...); repair with patchelf --set-rpath or install_name_tool",
      },
    ];
  },
};

function searchPaths({facts}: Subject): readonly string[] {
  switch (facts.format) {
    case 'pe':
      return [];
    case 'elf':
      // DT_RPATH is ignored where DT_RUNPATH is there (man ld.so).
      return facts.runpath.length > 0 ? facts.runpath : facts.rpath;
    case 'macho':
      return [...new Set(facts.slices.flatMap(slice => slice.rpaths))];
  }
}

/** The system's own folders are as trustworthy as the system. */
function isUnsafe(path: string): boolean {
  if (/^[$@]/.test(path)) return false;
  return !/^(\/usr)?\/lib(32|64|x32)?(\/[\w-]+-linux-gnu\w*)?\/?$/.test(path);
}

const execStack: Rule = {
  name: 'exec-stack',
  title: 'asks for an executable stack, which glibc 2.41 and later refuse',
  formats: ['elf'],
  check(subject, {toolchains}) {
    const {facts} = subject;
    if (facts.format !== 'elf' || facts.type !== 'shared' || subject.role === 'executable') return [];
    const implied = facts.stack === 'none' && toolchains.libraries.hasExecutableStack(facts.machine);
    if (facts.stack !== 'executable' && !implied) return [];
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: 'PT_GNU_STACK',
        message: implied
          ? 'has no PT_GNU_STACK header, so the loader takes it to need an executable stack'
          : 'asks for an executable stack (PT_GNU_STACK with X)',
        evidence: [],
        breaks:
          'import with glibc 2.41 or later: "cannot enable executable stack as shared object requires: Invalid argument"',
        fix: 'link with -Wl,-z,noexecstack; assembly files need .section .note.GNU-stack,"",@progbits; repair with patchelf --clear-execstack',
      },
    ];
  },
};

export const loaderRules: readonly Rule[] = [rpathUnsafe, execStack];
