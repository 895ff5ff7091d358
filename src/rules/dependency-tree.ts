import {crtNames} from '../python/crt-use.ts';
import type {Dependency} from '../report/report.ts';
import {interpreterDll, isOnApple, isOnLinux, isOnWindows, requiredProject} from './library-origin.ts';
import {isPythonLibrary, neededLibraries} from './link-scope.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName} from './wording.ts';

/**
 * What a binary loads, directly and through others, with where each library is found. Libraries of the system are
 * leaves; one that stands in the tree already is not opened a second time.
 */
export function dependencyTree(subject: Subject, context: RuleContext): readonly Dependency[] {
  return dependenciesOf(subject, context, new Set([subject]));
}

function dependenciesOf(subject: Subject, context: RuleContext, opened: Set<Subject>): Dependency[] {
  const key = (library: string) => (subject.facts.format === 'pe' ? library.toLowerCase() : library);
  const unique = new Map(neededLibraries(subject).map(library => [key(library), library]));
  return [...unique.values()].map(library => {
    const found = context.artefact.find(library, subject);
    const place = placeOf(library, subject, found, context);
    const base = {library, place, names: nameCount(library, subject)};
    if (!found)
      return {...base, path: context.artefact.system?.locate(library, subject) ?? null, crt: [], needs: []};
    const again = opened.has(found);
    opened.add(found);
    return {
      ...base,
      path: found.path,
      crt: found.facts.format === 'pe' ? crtNames(found.facts, context.toolchains) : [],
      needs: again ? [] : dependenciesOf(found, context, opened),
    };
  });
}

function placeOf(
  library: string,
  subject: Subject,
  found: Subject | null,
  context: RuleContext,
): Dependency['place'] {
  const {artefact, toolchains} = context;
  if (found || artefact.hasFile(baseName(library))) return 'artefact';
  if (isPythonLibrary(library)) return 'python';
  if (subject.facts.format === 'pe') {
    if (toolchains.windows.isSystem(library) || toolchains.windows.isApiSet(library)) return 'system';
    if (interpreterDll(library, subject, toolchains) === 'beside-python') return 'python';
    if (isOnWindows(library, subject, context)) return 'redistributable';
  } else if (
    subject.facts.format === 'elf' ? isOnLinux(library, subject, context) : isOnApple(library, context)
  ) {
    return 'system';
  }
  if (artefact.system?.locate(library, subject)) return 'machine';
  return requiredProject(library, subject, context) ? 'requirement' : 'missing';
}

/** How many names are imported of a DLL; the other formats do not record it. */
function nameCount(library: string, {facts}: Subject): number | null {
  if (facts.format !== 'pe') return null;
  return [...facts.imports, ...facts.delayImports]
    .filter(table => table.library.toLowerCase() === library.toLowerCase())
    .reduce((sum, {symbols, ordinals}) => sum + symbols.length + ordinals.length, 0);
}
