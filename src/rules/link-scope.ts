import {parsePythonPath} from '../python/python-dll.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName} from './wording.ts';

/**
 * Where the loader looks for the names that a binary leaves undefined, besides the interpreter: everything that it
 * needs, directly or not. `unseen` are needed libraries that are neither in the artefact nor, with `--with-system`,
 * on this machine.
 */
export interface LinkScope {
  readonly seen: readonly Subject[];
  readonly unseen: readonly string[];
  /** Libraries of this machine, by the name that asks for them. */
  readonly system: readonly {readonly library: string; readonly from: Subject}[];
}

const scopes = new WeakMap<Subject, LinkScope>();

/** The scope of a module; for a library the one of the module that loads it. */
export function linkScope(subject: Subject, {artefact}: RuleContext): LinkScope {
  const root = (subject.loadedBy === null ? null : artefact.at(subject.loadedBy)) ?? subject;
  const cached = scopes.get(root);
  if (cached) return cached;

  const seen = new Set([root]);
  const unseen = new Set<string>();
  const system = new Map<string, Subject>();
  for (const current of seen) {
    for (const library of neededLibraries(current)) {
      if (isPythonLibrary(library)) continue;
      const found = artefact.find(library, current);
      if (found) seen.add(found);
      else if (artefact.system?.locate(library, current)) system.set(library, current);
      else unseen.add(library);
    }
  }
  const scope = {
    seen: [...seen],
    unseen: [...unseen],
    system: [...system].map(([library, from]) => ({library, from})),
  };
  scopes.set(root, scope);
  return scope;
}

/** Needed libraries of any format, each once, weak ones of Mach-O included. */
export function neededLibraries({facts}: Subject): readonly string[] {
  switch (facts.format) {
    case 'pe':
      return [...facts.imports, ...facts.delayImports].map(({library}) => library);
    case 'elf':
      return facts.needed;
    case 'macho':
      return [...new Set(facts.slices.flatMap(slice => slice.needed.map(({name}) => name)))];
  }
}

/** Whether a library of the scope that can be seen defines the name. */
export function definedInScope(name: string, subject: Subject, context: RuleContext): boolean {
  const {artefact} = context;
  const {seen, system} = linkScope(subject, context);
  return (
    seen.some(one => one !== subject && artefact.exportsOf(one).has(name)) ||
    system.some(({library, from}) => artefact.system?.exportsOf(library, from)?.has(name))
  );
}

/**
 * Whether a name of the `Py` kind may be another library's rather than CPython's: one in the artefact defines it, or
 * CPython never had it and a library that cannot be seen may.
 */
export function mayComeFromElsewhere(name: string, subject: Subject, context: RuleContext): boolean {
  if (definedInScope(name, subject, context)) return true;
  if (context.toolchains.exports.versionsWith('linux', name).length > 0) return false;
  return linkScope(subject, context).unseen.some(library => !isOfSystem(library, context));
}

/** Libraries of the C runtime, the compiler or the operating system: none of them has names of the `Py` kind. */
export function isOfSystem(library: string, {toolchains}: RuleContext): boolean {
  const {libraries} = toolchains;
  return (
    libraries.libcFamily(baseName(library)) !== null ||
    libraries.isFullyVersioned(baseName(library)) ||
    libraries.isAppleSystem(library) ||
    toolchains.windows.isSystem(library)
  );
}

/** Whether the import names a Python library: those have rules of their own. */
export function isPythonLibrary(library: string): boolean {
  return parsePythonPath(library) !== null;
}
