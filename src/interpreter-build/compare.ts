import {argumentMatcher, type CpythonBuildTable} from '../toolchains/cpython-build.ts';
import type {InterpreterFacts} from './model.ts';

/** One fact of two interpreters. */
export interface ComparedFact {
  readonly name: string;
  readonly original: string;
  readonly built: string;
  readonly same: boolean;
}

const ABSENT = 'not there';

/** What extension modules depend on, fact by fact: sysconfig, sys, and one for the sizes of all built-in types. */
export function compareFacts(original: InterpreterFacts, built: InterpreterFacts): readonly ComparedFact[] {
  const version = (facts: InterpreterFacts): string => facts.version.slice(0, 2).join('.');
  const names = [...new Set([...Object.keys(original.abi), ...Object.keys(built.abi)])];
  return [
    fact('version', version(original), version(built)),
    ...names.map(name => fact(name, original.abi[name] ?? ABSENT, built.abi[name] ?? ABSENT)),
    compareSizes(original.sizes, built.sizes),
    ...foreignLibrary(built),
  ];
}

/** What is compared is worth nothing where the process has another libpython in it (LD_PRELOAD, LD_LIBRARY_PATH). */
function foreignLibrary({library, loadedLibrary}: InterpreterFacts): readonly ComparedFact[] {
  const isForeign = library !== null && loadedLibrary !== null && library !== loadedLibrary;
  return isForeign ? [fact('libpython to load, and loaded', library, loadedLibrary)] : [];
}

function fact(name: string, original: string, built: string): ComparedFact {
  return {name, original, built, same: original === built};
}

function compareSizes(original: InterpreterFacts['sizes'], built: InterpreterFacts['sizes']): ComparedFact {
  const names = Object.keys(original).filter(name => built[name] !== undefined);
  const size = (of: InterpreterFacts['sizes'], name: string): string => (of[name] ?? []).join('+');
  const different = names.filter(name => size(original, name) !== size(built, name));
  const told = (of: InterpreterFacts['sizes']): string =>
    different.map(name => `${name} ${size(of, name)}`).join(', ');
  return different.length === 0
    ? fact('sizes of built-in types', `${names.length} types`, `${names.length} types`)
    : fact('sizes of built-in types', told(original), told(built));
}

/** A module of the original that the new interpreter lacks. */
export interface MissingModule {
  readonly name: string;
  /** The Debian package that its build needs; null where the table does not know. */
  readonly package: string | null;
}

/** Modules that could not be built; those for the tests of Python itself are left out on purpose. */
export function missingModules(
  original: InterpreterFacts,
  built: InterpreterFacts,
  {testModules, modulePackages}: CpythonBuildTable,
): readonly MissingModule[] {
  const isTest = argumentMatcher(testModules);
  const has = moduleNames(built);
  return [...moduleNames(original)]
    .filter(name => !has.has(name) && !isTest(name))
    .sort()
    .map(name => ({name, package: modulePackages[name] ?? null}));
}

function moduleNames({builtinModules, extensionModules}: InterpreterFacts): ReadonlySet<string> {
  return new Set([...builtinModules, ...Object.keys(extensionModules)]);
}

/** Why the new library lacks a name. */
export type NameReason =
  /** `PyInit_x` of a module that the original has built in, and that is a file of its own here. */
  | 'module-in-a-file'
  /** The same for a module that was not built. */
  | 'module-not-built'
  /** No release of CPython exports it: the original's own, such as a patch of its distribution brings. */
  | 'own-of-the-original'
  /** A name of CPython: an extension may need it. */
  | 'of-cpython';

export interface ComparedNames {
  readonly exported: number;
  readonly missing: readonly {readonly name: string; readonly reason: NameReason}[];
  readonly added: readonly string[];
}

/** The names that extensions link against. `isOfCpython` tells whether releases export it; null: nobody measured that. */
export function compareNames(
  [original, built]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  facts: Pick<InterpreterFacts, 'builtinModules' | 'extensionModules'>,
  isOfCpython: ((name: string) => boolean) | null,
): ComparedNames {
  const has = new Set([...facts.builtinModules, ...Object.keys(facts.extensionModules)]);
  const reasonOf = (name: string): NameReason => {
    const [, module] = /^PyInit_(\w+)$/.exec(name) ?? [];
    if (module !== undefined) return has.has(module) ? 'module-in-a-file' : 'module-not-built';
    return (isOfCpython?.(name) ?? /^_?Py/.test(name)) ? 'of-cpython' : 'own-of-the-original';
  };
  return {
    exported: built.size,
    missing: [...original]
      .filter(name => !built.has(name))
      .sort()
      .map(name => ({name, reason: reasonOf(name)})),
    added: [...built].filter(name => !original.has(name)).sort(),
  };
}
