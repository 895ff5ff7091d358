import type {BinaryFacts} from '../binary/facts.ts';
import {neededLibraries} from './link-scope.ts';
import {machinesOf} from './machine.ts';
import type {Subject} from './subject.ts';
import {baseName} from './wording.ts';

/** Finds the binaries of an artefact by the names under which others need them. */
export interface Neighbourhood {
  at(path: string): Subject | null;
  find(library: string, from: Subject): Subject | null;
}

/** DLL names are compared without case; a shared library is known by its soname too. */
export function neighbourhood(subjects: readonly Subject[]): Neighbourhood {
  const byPath = new Map(subjects.map(subject => [subject.path, subject]));
  const byName = new Map<string, Subject[]>();
  for (const subject of subjects) {
    for (const name of knownNames(subject)) {
      const known = byName.get(name);
      if (known) known.push(subject);
      else byName.set(name, [subject]);
    }
  }
  return {
    at: path => byPath.get(path) ?? null,
    find(library, from) {
      // ld.so takes a name with a slash for a path (man ld.so): no search finds it.
      if (from.facts.format === 'elf' && library.includes('/')) return null;
      const candidates = byName.get(key(baseName(library), from.facts)) ?? [];
      const own = machinesOf(from.facts);
      return (
        candidates.find(
          one => one.facts.format === from.facts.format && machinesOf(one.facts).some(m => own.includes(m)),
        ) ??
        candidates[0] ??
        null
      );
    },
  };
}

function knownNames({facts, baseName: name}: Subject): ReadonlySet<string> {
  const soname = facts.format === 'elf' && facts.soname ? [baseName(facts.soname)] : [];
  return new Set([name, ...soname].map(one => key(one, facts)));
}

function key(name: string, facts: BinaryFacts): string {
  return facts.format === 'pe' ? name.toLowerCase() : name;
}

/** The modules, and what they load, with the module that does: a breadth-first walk from each module. */
export function loadedBy(
  subjects: readonly Subject[],
  find: Neighbourhood['find'],
): ReadonlyMap<Subject, string> {
  const loaders = new Map<Subject, string>();
  const queue = subjects.filter(({role}) => role === 'module');
  for (const module of queue) loaders.set(module, module.path);
  for (const subject of queue) {
    for (const library of neededLibraries(subject)) {
      const found = find(library, subject);
      if (!found || loaders.has(found)) continue;
      loaders.set(found, loaders.get(subject) ?? subject.path);
      queue.push(found);
    }
  }
  return loaders;
}
