import type {BinaryFacts, PeResources} from '../binary/facts.ts';
import {parseLegacyName} from '../python/artefact-name.ts';
import {parseFileTag} from '../python/file-tag.ts';
import {parsePythonLibrary} from '../python/python-dll.ts';
import {pythonUse} from '../python/python-use.ts';
import {chooseTarget, type StatedPython} from '../python/target.ts';
import {lazy} from '../toolchains/lazy.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import type {DebugInfo} from './debug-info.ts';
import {loadedBy, neighbourhood} from './neighbourhood.ts';
import {roleOf} from './role.ts';
import type {Artefact, Distribution, Subject, SystemLibraries} from './subject.ts';
import {baseName} from './wording.ts';

/** One binary as it was read. */
export interface ReadMember {
  readonly path: string;
  readonly facts: BinaryFacts;
  readonly resources: PeResources | null;
  /** With `--debug`. */
  readonly debug?: DebugInfo | null;
}

/** Everything that is known of an artefact before a rule sees it. */
export interface ArtefactInput {
  readonly kind: string;
  /** The artefact's own base name. */
  readonly name: string;
  readonly members: readonly ReadMember[];
  /** The folder that was named, absolute; null for an archive or a single file. */
  readonly root: string | null;
  /** The absolute path of a member; null in an archive. */
  locationOf(path: string): string | null;
  /** All files, to find libraries that could not be read. */
  readonly paths: ReadonlySet<string>;
  /** The distribution a member belongs to. */
  distributionOf(path: string): Distribution | null;
  readonly against: StatedPython | null;
  readonly python: StatedPython | null;
  readonly environment: StatedPython | null;
  /** Those of the wanted names that the member at this path exports. */
  exportsAt(path: string, wanted: ReadonlySet<string>): ReadonlySet<string>;
  readonly system: SystemLibraries | null;
}

/** Gives each binary its role, its target and the module that loads it. */
export function assemble(input: ArtefactInput, toolchains: Toolchains): Artefact {
  const interpreterFolders = foldersWithInterpreter(input.members);
  const unlinked = input.members.map(member => toSubject(member, input, interpreterFolders, toolchains));
  const {find} = neighbourhood(unlinked);
  const loaders = loadedBy(unlinked, find);
  const targets = new Map(unlinked.map(({path, target}) => [path, target]));
  const subjects = unlinked.map(subject => {
    const loader = loaders.get(subject) ?? null;
    // A library without a claim of its own is for the Python of the module that loads it.
    const target = subject.target.from === null && loader !== null ? targets.get(loader) : null;
    return {...subject, loadedBy: loader, target: target ?? subject.target};
  });
  const linked = neighbourhood(subjects);
  const fileNames = new Set([...input.paths].map(path => baseName(path).toLowerCase()));
  const exports = new Map<Subject, ReadonlySet<string>>();
  const undefinedNames = lazy(() => new Set(subjects.flatMap(({facts}) => namesOfUndefined(facts))));
  return {
    kind: input.kind,
    root: input.root,
    subjects,
    environment: input.environment,
    ...linked,
    hasFile: library => !isElfPath(library) && fileNames.has(baseName(library).toLowerCase()),
    exportsOf(subject) {
      const known = exports.get(subject) ?? input.exportsAt(subject.path, undefinedNames());
      exports.set(subject, known);
      return known;
    },
    system: input.system,
  };
}

/** A needed library that is a path; install names of Mach-O begin with an @ or are the system's. */
function isElfPath(library: string): boolean {
  return library.includes('/') && /\.so(\.|$)/.test(library) && !library.startsWith('@');
}

/** Names that another binary may define; a PE file says of each which one. */
function namesOfUndefined(facts: BinaryFacts): readonly string[] {
  switch (facts.format) {
    case 'pe':
      return [];
    case 'elf':
      return facts.undefinedSymbols.map(({name}) => name);
    case 'macho':
      return facts.slices.flatMap(slice => slice.undefinedSymbols.map(({name}) => name));
  }
}

/**
 * Folders that hold a Python library of a certain version: what lies beside it is that interpreter's own (panda3d
 * ships one for the programs that it freezes), whatever the tag of the wheel around it.
 */
function foldersWithInterpreter(members: readonly ReadMember[]): ReadonlySet<string> {
  return new Set(
    members.filter(({path}) => parsePythonLibrary(baseName(path))?.version).map(({path}) => folderOf(path)),
  );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function toSubject(
  member: ReadMember,
  input: ArtefactInput,
  interpreterFolders: ReadonlySet<string>,
  toolchains: Toolchains,
): Subject {
  const {path, facts, resources, debug = null} = member;
  const name = baseName(path);
  const use = pythonUse(facts);
  const fileTag = parseFileTag(name);
  const distribution = input.distributionOf(path);
  const role = roleOf(path, facts, use, fileTag);
  const target = chooseTarget(
    {
      against: input.against,
      python: input.python,
      wheel: interpreterFolders.has(folderOf(path)) ? null : (distribution?.wheel ?? null),
      legacy: parseLegacyName(input.name),
      // A library's name says nothing of Python: `libfoo.cpython-311.so` is a module's or nobody's.
      file: fileTag,
      imported: use.libraries,
      environment: input.environment,
    },
    facts,
    toolchains,
  );
  const location = input.locationOf(path);
  return {
    path,
    baseName: name,
    location,
    facts,
    use,
    role,
    fileTag,
    target,
    loadedBy: null,
    distribution,
    resources,
    debug,
  };
}
