import {basename, join, resolve} from 'node:path';
import {hasBinaryName} from '../../binary/containers/candidates.ts';
import type {Container, Member} from '../../binary/containers/container.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {localOpener} from '../check-world.ts';
import {localFiles} from '../files.ts';
import {systemLibraries} from '../system-libraries.ts';
import {baseInterpreterOf, environmentOfProgram} from './base-interpreter.ts';
import type {FoundSubjects} from './found-subjects.ts';
import {type BinaryPlace, type Identified, identifySource} from './identify-source.ts';
import {identifyFile} from './local-binary.ts';
import {isProgram, pythonLibraryOf} from './python-library.ts';

/**
 * The binaries of a file, wheel or other archive, folder, environment or installed module, with the interpreter that an
 * environment or a program brings.
 */
export async function addArtefact(target: string, found: FoundSubjects): Promise<void> {
  const paths = localOpener.expand(target);
  for (const path of paths) {
    try {
      await addOne(path, found);
    } catch (error) {
      // One broken wheel of a folder is no reason not to look at the others.
      if (!(error instanceof UserError) || paths.length === 1) throw error;
      found.note(error.message);
    }
  }
}

async function addOne(path: string, found: FoundSubjects): Promise<void> {
  const container = await localOpener.open(path);
  try {
    const placeOf = places(path, container);
    for (const {path: member, problem} of container.refused) found.note(`${placeOf(member).path} ${problem}`);
    for (const member of container.members) {
      const identified = await readMember(member, placeOf(member.path), container.kind === 'file', found);
      if (identified && container.kind === 'file') await addInterpreter(path, identified, found);
    }
  } finally {
    container.close();
  }
  if (container.kind === 'environment' || container.kind === 'interpreter') await addBase(path, found);
}

function places(path: string, {kind}: Container): (member: string) => BinaryPlace {
  const root = localFiles.realPath(path) ?? resolve(path);
  switch (kind) {
    case 'file':
      return () => ({path, name: basename(path), location: root, archive: null});
    case 'folder':
    case 'environment':
    case 'interpreter':
      return member => ({
        path: join(path, member),
        name: basename(member),
        location: join(root, member),
        archive: null,
      });
    default:
      return member => ({path: member, name: basename(member), location: null, archive: root});
  }
}

async function readMember(
  member: Member,
  place: BinaryPlace,
  isNamed: boolean,
  found: FoundSubjects,
): Promise<Identified | null> {
  const outcome = await openAndIdentify(member, place);
  if ('subject' in outcome) {
    found.add(outcome.subject);
    return outcome;
  }
  const {reason, detail} = outcome.unreadable;
  if (reason === 'not-a-binary' && isNamed) {
    throw new UserError({
      what: `has no debug information to look for: ${detail}`,
      where: place.path,
      advice:
        'name a binary, a wheel, a folder, an environment, a process, a core file or an installed module',
    });
  }
  // A file of any other name was only looked at.
  if (reason !== 'not-a-binary' || hasBinaryName(place.path)) found.note(`${place.path}: ${detail}`);
  return null;
}

async function openAndIdentify(member: Member, place: BinaryPlace) {
  try {
    const source = member.open();
    try {
      return await identifySource(source, place);
    } finally {
      source.close?.();
    }
  } catch (error) {
    if (error instanceof UnreadableError) return {unreadable: error.unreadable};
    throw error;
  }
}

/** A program brings the Python library that it loads; that of a virtual environment the interpreter behind it. */
async function addInterpreter(
  path: string,
  {facts, subject}: Identified,
  found: FoundSubjects,
): Promise<void> {
  if (!isProgram(facts) || subject.location === null) return;
  const library = pythonLibraryOf(facts, subject.location, localFiles, systemLibraries);
  if (library !== null) {
    await addFile(library, found);
    return;
  }
  const environment = environmentOfProgram(path, localFiles);
  const base = environment === null ? null : baseInterpreterOf(environment, localFiles);
  for (const program of base?.programs ?? []) await addProgram(program, found);
}

/** What an environment's modules are loaded into, and the standard library's own modules. */
async function addBase(folder: string, found: FoundSubjects): Promise<void> {
  const base = baseInterpreterOf(folder, localFiles);
  for (const program of base?.programs ?? []) await addProgram(program, found);
  for (const modules of base?.moduleFolders ?? []) await addOne(modules, found);
}

async function addProgram(program: string, found: FoundSubjects): Promise<void> {
  const outcome = await addFile(program, found);
  if (outcome === null) return;
  const library = pythonLibraryOf(outcome.facts, program, localFiles, systemLibraries);
  if (library !== null) await addFile(library, found);
}

async function addFile(path: string, found: FoundSubjects): Promise<Identified | null> {
  const outcome = await identifyFile(path);
  if (outcome && 'subject' in outcome) {
    found.add(outcome.subject);
    return outcome;
  }
  found.note(`${path}: ${outcome?.unreadable.detail ?? 'cannot be read'}`);
  return null;
}
