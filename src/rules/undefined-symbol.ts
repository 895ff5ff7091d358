import type {Target} from '../python/target.ts';
import type {PythonVersion} from '../python/version.ts';
import {definedInScope, isOfSystem, linkScope} from './link-scope.ts';
import {undefinedMessage} from './loader-message.ts';
import {bySureness, withHistory} from './python-dll.ts';
import type {Rule} from './rule.ts';
import {inModule} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {count, describeTarget} from './wording.ts';

const undefinedSymbol: Rule = {
  name: 'undefined-symbol',
  title: 'leaves a name undefined that neither the interpreter nor a needed library defines',
  formats: ['elf', 'macho'],
  check(subject, context) {
    if (subject.loadedBy === null || subject.role === 'interpreter') return [];
    const exported = interpreterExports(subject, context);
    if (!exported) return [];
    const missing = unboundNames(subject).filter(
      name =>
        !exported.has(name) &&
        !context.toolchains.glibc.has(name) &&
        // The rule `sanitizer-runtime` judges those.
        !context.toolchains.libraries.sanitizerOfName(name) &&
        isKnowable(name, subject, context) &&
        !definedInScope(name, subject, context),
    );
    const platform = subject.facts.format === 'macho' ? 'macos' : 'linux';
    return bySureness(missing, platform, subject, context).map(({names, isSure}) => ({
      severity: isSure ? inModule(subject, 'error', 'warning') : inModule(subject, 'warning'),
      subject: [...names].sort().join('+'),
      message: `leaves ${count(names.length, 'name')} undefined that neither ${describeTarget(lacking(subject, names, context))} nor a needed library has`,
      evidence: names
        .slice(0, 6)
        .map(name => ({label: 'undefined', text: withHistory(name, platform, context)})),
      breaks: `import${isSure ? '' : ' in a patch release that lacks it'}: "${undefinedMessage(subject, names[0] ?? '')}"`,
      fix: names.some(name => context.toolchains.exports.versionsWith(platform, name).length > 0)
        ? 'build it with the headers of the Python that loads it, and use the replacement that its release notes name'
        : 'add the object or the library (-l...) that defines it to the link; C++: check extern "C" and the signature',
    }));
  },
};

/** The target with only those of several versions that lack one of the names. */
function lacking({target, facts}: Subject, names: readonly string[], {toolchains}: RuleContext): Target {
  const platform = facts.format === 'macho' ? 'macos' : 'linux';
  const versions = target.versions.filter(([major, minor]) => {
    const table = toolchains.exports.table(platform, major, minor, target.freeThreaded === true);
    return !table || names.some(name => !table.has(name));
  });
  return versions.length === 0 ? target : {...target, versions};
}

/** Names that the interpreter or any library may bind: no weak ones, no versioned ones, on Mach-O flat lookup only. */
function unboundNames({facts}: Subject): readonly string[] {
  switch (facts.format) {
    case 'pe':
      return [];
    case 'elf':
      return facts.undefinedSymbols
        .filter(symbol => !symbol.weak && symbol.version === null)
        .map(({name}) => name);
    case 'macho': {
      const names = facts.slices.flatMap(slice => slice.undefinedSymbols);
      return [
        ...new Set(names.filter(symbol => !symbol.weak && symbol.library === null).map(({name}) => name)),
      ];
    }
  }
}

/**
 * A library that cannot be seen makes its names unknown. The exceptions: no system library has names of the `Py`
 * kind, and where all names of a library have versions the linker would have recorded one.
 */
function isKnowable(name: string, subject: Subject, context: RuleContext): boolean {
  const {unseen} = linkScope(subject, context);
  return /^_?Py/.test(name)
    ? unseen.every(library => isOfSystem(library, context))
    : unseen.every(library => context.toolchains.libraries.isFullyVersioned(library));
}

const PYTHON_NAMES = {has: (name: string) => /^_?Py/.test(name)};

/** What the interpreters of the target export, every one of them; null where one was never measured. */
function interpreterExports(subject: Subject, context: RuleContext): {has(name: string): boolean} | null {
  const {target} = subject;
  if (target.interpreter?.exports) return target.interpreter.exports;
  if (subject.facts.format === 'pe' || target.debug || target.implementation === 'other') return null;
  // Names of the stable ABI have rules of their own; every other name is in no CPython.
  if (target.limited.length > 0) return subject.facts.format === 'elf' ? PYTHON_NAMES : null;
  if (target.versions.length === 0) return null;
  const platform = subject.facts.format === 'elf' ? 'linux' : 'macos';
  if (target.platforms.some(({system}) => system !== platform)) return null;
  const tables = target.versions.map(([major, minor]: PythonVersion) =>
    context.toolchains.exports.table(platform, major, minor, target.freeThreaded === true),
  );
  const known = tables.filter(table => table !== null);
  if (known.length < tables.length) return null;
  return {has: name => known.every(table => table.has(name)) || isOfOtherWidth(name, subject, context)};
}

/** The rule `unicode-width` judges those: the table is of a UCS4 build. */
function isOfOtherWidth(name: string, {target}: Subject, {toolchains}: RuleContext): boolean {
  const width = toolchains.cpython.unicodeWidth(name);
  return width !== null && (target.unicode === null || width === target.unicode || width === 'ucs2');
}

export const undefinedSymbolRules: readonly Rule[] = [undefinedSymbol];
