import {dirname, resolve} from 'node:path';
import {pagedSource} from '../../../binary/byte-source.ts';
import {startsLikeMinidump} from '../../../binary/minidump/read-minidump.ts';
import type {SeenSignal, Subject} from '../../../debugging/engines/engine.ts';
import {inWord} from '../../../debugging/engines/lldb-word.ts';
import {signalOfException} from '../../../debugging/minidump/exception-signal.ts';
import {minidumpNotes as notesOn} from '../../../debugging/minidump/notes.ts';
import {withPlaces} from '../../../debugging/minidump/with-places.ts';
import type {Traceback} from '../../../debugging/traceback/model.ts';
import {UserError} from '../../../errors.ts';
import {subjectOfModule} from '../../../symbols/dumped-subject.ts';
import {localFiles} from '../../files.ts';
import {readMinidumpFile} from '../../symbol-targets/minidump-subjects.ts';
import type {LookedFolder} from '../files-by-name.ts';
import {stageModules} from './stage-modules.ts';

/** A minidump of a Windows process, ready for lldb. */
export interface OpenedMinidump {
  readonly subject: Subject;
  /** The exception that ended the process; null where it was dumped for another reason. */
  readonly signal: SeenSignal | null;
  readonly settings: readonly string[];
  /** The traceback with the paths of the modules where they are in truth. */
  asFound(traceback: Traceback): Traceback;
  /** What the dump lacks, and which modules of the frames are not on this machine: a sentence each. */
  notesOn(traceback: Traceback): readonly string[];
  close(): void;
}

/** Where modules are looked for beside the dump. */
export interface ModuleChoices {
  readonly executable?: string | undefined;
  readonly symbols?: readonly string[] | undefined;
}

const DEEP = 12;

export function isMinidump(path: string): boolean {
  if (localFiles.unreadable(path) !== null) return false;
  const file = localFiles.openFile(path);
  try {
    return startsLikeMinidump(file.read(0, 4));
  } finally {
    file.close();
  }
}

/** Opens a minidump. Throws a UserError for one that cannot be read, or is of another system. */
export async function openMinidump(path: string, choices: ModuleChoices): Promise<OpenedMinidump> {
  const file = localFiles.openFile(path);
  try {
    const facts = readMinidumpFile(path, pagedSource(file));
    if (facts.system !== 'windows') {
      throw new UserError({
        what: `is a minidump of a process on ${facts.system === 'unknown' ? 'an unknown system' : facts.system}, not on Windows`,
        where: path,
        advice: 'name a core file of the kernel, or a minidump of a Windows process',
      });
    }
    const modules = facts.modules.map(module => subjectOfModule(module, facts));
    const staged = await stageModules(resolve(path), modules, foldersOf(path, choices));
    return {
      subject: {kind: 'minidump', core: staged.dump},
      signal: facts.exception && signalOfException(facts.exception),
      settings: [`settings append target.exec-search-paths ${inWord(staged.folder)}`],
      asFound: traceback => withPlaces(traceback, staged.places),
      notesOn: traceback => notesOn(traceback, facts, staged),
      close: staged.close,
    };
  } finally {
    file.close();
  }
}

/** The folder of the dump, those that were named, and the project's own. */
function foldersOf(path: string, {executable, symbols = []}: ModuleChoices): readonly LookedFolder[] {
  const environment = process.env['VIRTUAL_ENV'];
  // A Windows Python has its own modules in DLLs.
  const python = executable === undefined ? [] : [{path: dirname(resolve(executable)), depth: 1}];
  const deep = [...symbols, ...(environment === undefined ? [] : [environment]), '.venv', 'build'];
  return [
    ...python,
    ...deep.map(folder => ({path: resolve(folder), depth: DEEP})),
    {path: dirname(resolve(path)), depth: 0},
    {path: resolve('.'), depth: 2},
  ];
}
