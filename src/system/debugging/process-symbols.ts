import {existsSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import type {EngineName} from '../../debugging/engines/engine.ts';
import {type OriginPatterns, originOf} from '../../debugging/traceback/origin.ts';
import {gdbCommands} from '../../symbols/handover/gdb.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {SymbolOutcome} from '../../symbols/verdict.ts';
import {packageFolder} from '../package-folder.ts';
import {subjectsOfProcess} from '../symbol-targets.ts';
import {FOLDERS, lookAtHand} from '../symbols/look-at-hand.ts';
import {replacedFiles} from './replaced-files.ts';
import {handOverOf, isWithoutLines, settingsOf} from './symbol-settings.ts';
import {UnreadFiles} from './unread-files.ts';

/** Where the debug information of a process's binaries is. */
export interface ProcessSymbols {
  /** Commands of the debugger, which come before it attaches. */
  readonly settings: readonly string[];
  /** Debug files that are not the debugger's to read. */
  readonly unread: UnreadFiles;
  /** Paths where other files are now than the process has loaded. */
  readonly replaced: ReadonlySet<string>;
}

/**
 * What there is at hand for a process. gdb is to read the debug files of the user's binaries alone, by links in
 * `folder`, which is empty: those of the interpreter and the C library take it seconds (one frame of a program that was
 * optimized as a whole refers to half of its units), and no variable of theirs is shown but where the interpreter gives
 * up itself: `isAbort`.
 */
export async function processSymbols(
  pid: number,
  engine: EngineName,
  {folder, isAbort}: {readonly folder: string; readonly isAbort: boolean},
): Promise<ProcessSymbols> {
  const {subjects} = await subjectsOfProcess(pid);
  const replaced = await replacedFiles(subjects);
  const outcomes = await lookAtHand(subjects.filter(isWithoutLines), FOLDERS);
  const patterns = originPatterns();
  const origin = originOf(patterns);
  const isUsers = ({subject}: SymbolOutcome): boolean => origin(subject.path) === 'user';
  const users = outcomes.filter(isUsers);
  const others = outcomes.filter(one => !isUsers(one));
  const cLibrary = new RegExp(patterns.cLibraryName);
  const links = users.map(linkOf);
  // In a container frames have other paths than the files have here.
  const isElsewhere = outcomes.some(({subject}) => subject.location?.startsWith(`/proc/${pid}/root/`));
  // gdb splits its list at colons.
  if (engine !== 'gdb' || isAbort || isElsewhere || links.includes(null) || folder.includes(':'))
    return {settings: settingsOf(outcomes, engine), unread: new UnreadFiles(new Map(), []), replaced};
  for (const link of links) {
    if (link === null || link.file === null) continue;
    mkdirSync(join(folder, link.below), {recursive: true});
    // Copies of one binary have one build-id.
    const path = join(folder, link.below, link.name);
    if (!existsSync(path)) symlinkSync(link.file, path);
  }
  return {
    settings: [
      ...gdbCommands({...handOverOf(users), debugFolders: []}),
      `set debug-file-directory ${folder}`,
    ],
    unread: new UnreadFiles(
      new Map(others.flatMap(({subject, file}) => pathOf(subject, file))),
      others
        .filter(({subject}) => origin(subject.path) === 'interpreter' || cLibrary.test(subject.name))
        .flatMap(({file}) => file ?? []),
    ),
    replaced,
  };
}

function originPatterns(): OriginPatterns {
  const file = new URL('templates/runtime/walker/origins.json', packageFolder());
  // Of the package itself, in this shape.
  return JSON.parse(readFileSync(file, 'utf8')) as OriginPatterns;
}

function pathOf({location}: SymbolSubject, file: string | null): [string, string][] {
  return location === null || file === null ? [] : [[location, file]];
}

/** Below which name gdb looks for a debug file (GDB manual, "Separate Debug Files"); null where no build-id tells. */
function linkOf({subject: {identity}, file}: SymbolOutcome) {
  if (file === null) return {file, below: '', name: ''};
  if (identity?.kind !== 'build-id') return null;
  return {file, below: join('.build-id', identity.id.slice(0, 2)), name: `${identity.id.slice(2)}.debug`};
}
