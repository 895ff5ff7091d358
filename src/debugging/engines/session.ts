import type {Engine, EngineCall} from './engine.ts';
import {inWord} from './lldb-word.ts';

/** A session of a debugger that the user types into. Paths are absolute. */
export interface SessionRequest {
  readonly walker: string;
  /** The command that makes tables of offsets for an interpreter that the walker's own do not fit. */
  readonly prober: readonly string[];
  /** Commands that come first: debug folders, source maps. */
  readonly settings: readonly string[];
  readonly subject:
    | {readonly kind: 'process'; readonly pid: number}
    | {
        readonly kind: 'program';
        readonly command: readonly string[];
        /** The program's environment, where it differs from the debugger's. */
        readonly env: ReadonlyMap<string, string>;
        /** `FILE:LINE` or a function; found when the module is loaded. */
        readonly breakpoints: readonly string[];
      };
}

/** The call of a debugger for a session: with the user's own settings, everything of ours loaded on top. */
export function sessionCall(engine: Engine, request: SessionRequest): EngineCall {
  return {program: engine.program, words: engine.name === 'gdb' ? gdbWords(request) : lldbWords(request)};
}

function gdbWords({walker, prober, settings, subject}: SessionRequest): readonly string[] {
  const before = ['-q', ...settings.flatMap(line => ['-iex', line])];
  const loaded = ['-ex', `source ${walker}`, '-ex', `pyxdbg-prober ${JSON.stringify(prober)}`];
  if (subject.kind === 'process') return [...before, '-p', String(subject.pid), ...loaded];
  return [
    ...before,
    // A module's breakpoints wait until Python has imported it.
    ...['-iex', 'set breakpoint pending on'],
    ...loaded,
    ...[...subject.env].flatMap(([name, value]) => ['-ex', `set environment ${name} ${value}`]),
    ...subject.breakpoints.flatMap(place => ['-ex', `break ${place}`]),
    ...['-ex', 'run', '--args', ...subject.command],
  ];
}

function lldbWords({walker, prober, settings, subject}: SessionRequest): readonly string[] {
  const commands = (lines: readonly string[]): readonly string[] => lines.flatMap(line => ['-o', line]);
  const loaded = [`command script import ${inWord(walker)}`, `pyxdbg-prober ${JSON.stringify(prober)}`];
  if (subject.kind === 'process') {
    return commands([...settings, `process attach --pid ${subject.pid}`, ...loaded]);
  }
  return [
    // Before the program is opened: later ones are that target's own, and debug files are looked for by the general ones.
    ...settings.flatMap(line => ['-O', line]),
    ...commands([
      ...[...subject.env].map(
        ([name, value]) => `settings append target.env-vars ${inWord(`${name}=${value}`)}`,
      ),
      ...loaded,
      ...subject.breakpoints.map(lldbBreakpoint),
      'run',
    ]),
    '--',
    ...subject.command,
  ];
}

function lldbBreakpoint(place: string): string {
  const [, file, line] = /^(.+):(\d+)$/.exec(place) ?? [];
  return file === undefined
    ? `breakpoint set --name ${inWord(place)}`
    : `breakpoint set --file ${inWord(file)} --line ${line}`;
}
