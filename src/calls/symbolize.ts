import {createReadStream} from 'node:fs';
import {join, resolve} from 'node:path';
import {PassThrough, pipeline, type Readable} from 'node:stream';
import {UserError} from '../errors.ts';
import {symbolizeJson} from '../report/symbolize-json.ts';
import {type SymbolizedFrame, symbolizeLog} from '../system/debugging/symbolize/symbolize-log.ts';
import {localFiles} from '../system/files.ts';
import {writeBytes, writeOutput} from '../system/standard-streams.ts';
import {remark} from '../system/terminal.ts';
import {requireOutputs, writeWholeFile} from '../system/write-file.ts';

/** What `pyxdbg symbolize` was asked for. */
export interface SymbolizeFlags {
  readonly module?: readonly string[] | undefined;
  readonly symbols?: readonly string[] | undefined;
  readonly 'output-file'?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `pyxdbg symbolize LOG`: the log with the sources of its frames. Null: no log is named. */
export async function symbolize(named: string | null, flags: SymbolizeFlags): Promise<void> {
  if (named === null && process.stdin.isTTY) {
    throw new UserError({
      what: 'no log is named, and the standard input is a terminal',
      advice: 'pyxdbg symbolize ci.log, or: COMMAND 2>&1 | pyxdbg symbolize; - takes what is typed',
    });
  }
  const log = named ?? '-';
  const output = flags['output-file'];
  if (output !== undefined) requireOutputs([output], log === '-' ? [] : [log]);
  if (log !== '-') {
    const problem = localFiles.unreadable(log);
    if (problem !== null) throw new UserError({what: problem, where: log});
    if (localFiles.status(log)?.kind === 'folder')
      throw new UserError({what: 'is a folder, not a file', where: log, advice: 'name the file of a log'});
  }
  const frames: SymbolizedFrame[] = [];
  const notes = new Notes();
  const kept: Buffer[] = [];
  const lines = symbolizeLog(bytesOf(log), {
    named: new Map((flags.module ?? []).map(parseNamed)),
    folders: [...(flags.symbols ?? []), ...ownFolders()].map(folder => resolve(folder)),
  });
  for await (const {bytes, frame} of lines) {
    if (frame) notes.add(frame);
    if (flags.json) {
      if (frame) frames.push(frame);
      continue;
    }
    if (output === undefined) await writeBytes(bytes);
    else kept.push(bytes);
  }
  if (flags.json) {
    const text = symbolizeJson(frames);
    if (output === undefined) await writeOutput(text);
    else await writeWholeFile(output, text);
  } else if (output !== undefined) await writeWholeFile(output, Buffer.concat(kept));
  if (!flags.quiet) for (const note of notes.lines()) remark(`pyxdbg: ${note}`);
}

/** So much of a log is looked at together: each look may start a tool. */
const MOST_AT_ONCE = 4 << 20;

/** The bytes of a log. What comes by standard input while others are looked at is gathered. */
function bytesOf(log: string): Readable {
  if (log !== '-') return createReadStream(log, {highWaterMark: MOST_AT_ONCE});
  // Who reads it gets the failure from the stream.
  return pipeline(process.stdin, new PassThrough({readableHighWaterMark: MOST_AT_ONCE}), () => {});
}

/** Where a project's own modules are: its environment and the folder itself. */
function ownFolders(): readonly string[] {
  const environment = process.env['VIRTUAL_ENV'];
  return [...(environment === undefined ? [] : [environment]), '.venv', 'build', '.']
    .map(folder => join(folder))
    .filter(folder => localFiles.status(folder)?.kind === 'folder');
}

function parseNamed(text: string): readonly [string, string] {
  const [, name, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && path !== undefined && localFiles.status(path)?.kind === 'file')
    return [name, resolve(path)];
  throw new UserError({
    what: name === undefined ? 'names no module and its file' : 'names a file that is not there',
    where: `--module ${text}`,
    advice: '--module NAME=PATH, such as --module crashy.so=build/crashy.so',
  });
}

/** What was not found. */
class Notes {
  readonly #problems = new Map<string, number>();
  #hasFrames = false;

  add({module, problem}: SymbolizedFrame): void {
    this.#hasFrames = true;
    if (problem === null) return;
    const text = `${module} ${problem}`;
    this.#problems.set(text, (this.#problems.get(text) ?? 0) + 1);
  }

  /** A line each. */
  lines(): readonly string[] {
    if (!this.#hasFrames) return ['no line of it names a module and an offset'];
    return [...this.#problems].map(([text, count]) => (count === 1 ? text : `${text} (${count} frames)`));
  }
}
