import {dirname, join, parse, relative, resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {printable} from '../report/printable.ts';
import {symbolsPathJson} from '../report/symbols-path-json.ts';
import type {Debugger, HandOver} from '../symbols/handover/model.ts';
import {type SettingsPart, settingsText, textOfPart} from '../symbols/handover/settings-text.ts';
import {localChangeFiles, OWN_FOLDER} from '../system/change-files.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {defaultStoreFolder} from '../system/symbol-store-folder.ts';
import {prepareHandOver} from '../system/symbols-handover/hand-over.ts';
import {removeSettingsFile, writeSettingsFile} from '../system/symbols-handover/settings-file.ts';
import {remark} from '../system/terminal.ts';
import {type LookUpFlags, outcomesOf} from './symbols-look-up.ts';

/** What `pyxdbg symbols path` was asked for. */
export interface SymbolsPathFlags extends Omit<LookUpFlags, 'verbose' | 'color'> {
  readonly for: Debugger;
  readonly sources?: readonly string[] | undefined;
  readonly offline: boolean;
  readonly write: boolean;
  readonly 'output-file'?: string | undefined;
  readonly undo: boolean;
}

/** `pyxdbg symbols path`: look, put into a debugger's words, tell, write. */
export async function symbolsPath(targets: readonly string[], flags: SymbolsPathFlags): Promise<void> {
  if (flags.undo) {
    undo(flags);
    return;
  }
  if (targets.length === 0 && (flags.pid ?? []).length === 0) {
    throw new UserError({
      what: 'names nothing to look at',
      where: 'symbols path',
      advice: 'name a module, an interpreter, an environment, a wheel, a process or a core file',
    });
  }
  const found = await outcomesOf('list', targets, flags);
  const {handOver, without, notes} = prepareHandOver(found.outcomes, {
    store: storeFolder(flags),
    sources: (flags.sources ?? []).map(folder => resolve(folder)),
    debuginfod: flags.offline ? false : process.env['DEBUGINFOD_URLS'] ? true : null,
  });
  const isWritten = flags.write || flags['output-file'] !== undefined;
  const parts = settingsText(flags.for, handOver, dirname).map(part => {
    const file = fileOf(part, flags);
    return {...part, file, text: textOfPart(part, isWritten ? shownPath(file) : part.file)};
  });
  const said = [...found.notes, ...notes, ...otherSystem(flags.for, handOver, process.platform)];
  await writeOutput(
    flags.json
      ? symbolsPathJson(flags.for, {parts, isWritten, sources: handOver.sources, without, notes: said})
      : parts.map(({text}) => text).join(''),
  );
  if (isWritten) {
    if (flags['output-file'] === undefined) localChangeFiles(process.cwd()).makeFolder(OWN_FOLDER);
    for (const {file, text, comment} of parts) writeSettingsFile(file, text, comment);
  }
  process.exitCode = EXIT.clean;
  if (flags.quiet || flags.json) return;
  if (isWritten) for (const {file} of parts) remark(`pyxdbg: written to ${shownPath(file)}`);
  if (without.length > 0) {
    const names = without.map(({name}) => printable(name));
    remark(
      `pyxdbg: no debug information here of ${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : ''}; get what there is with pyxdbg symbols fetch`,
    );
  }
  for (const note of said) remark(`pyxdbg: ${printable(note)}`);
}

/** Binaries without debug information that are named. */
const MAX_NAMES = 5;

function undo(flags: SymbolsPathFlags): void {
  const every = settingsText(flags.for, NOTHING, dirname);
  const files = every.map(part => ({file: fileOf(part, flags), comment: part.comment}));
  const removed = files.filter(({file, comment}) => removeSettingsFile(file, comment));
  if (flags.quiet) return;
  for (const {file} of removed) remark(`pyxdbg: removed ${shownPath(file)}`);
  if (removed.length === 0) {
    remark(`pyxdbg: nothing to undo: ${files.map(({file}) => shownPath(file)).join(', ')} is not there`);
  }
}

/** Of it all files have to be known. */
const NOTHING = {
  debugFolders: [],
  symStores: [],
  pdbFolders: [],
  modules: [{module: '', format: 'pe', file: ''}],
  sources: [],
  gdbSources: [],
  debuginfod: null,
} as const;

/** WinDbg and Visual Studio run on Windows alone. */
function otherSystem(
  debuggerName: Debugger,
  {symStores, pdbFolders}: HandOver,
  platform: NodeJS.Platform,
): readonly string[] {
  const isOfWindows = debuggerName === 'windbg' || debuggerName === 'vs';
  const folders = [...symStores, ...pdbFolders];
  if (!isOfWindows || platform === 'win32' || folders.length === 0) return [];
  return [
    `these are paths of this machine: copy ${folders.join(', ')} to the one that debugs, and put its path in`,
  ];
}

/** Absolute. */
function fileOf({file}: SettingsPart, flags: SymbolsPathFlags): string {
  const chosen = flags['output-file'];
  if (chosen === undefined) return join(process.cwd(), OWN_FOLDER, file);
  // lldb's second part stands beside the first.
  const {dir, name, ext} = parse(resolve(chosen));
  return file.includes('-modules.') ? join(dir, `${name}-modules${ext}`) : join(dir, name + ext);
}

function storeFolder({store}: SymbolsPathFlags): string {
  return store === undefined ? defaultStoreFolder(process.env, process.platform) : resolve(store);
}

function shownPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}
