import {readFileSync} from 'node:fs';
import * as v from 'valibot';
import type {Sources} from '../../src/debugging/render/text-options.ts';
import {
  type CFrame,
  type PythonFrame,
  type Traceback,
  TracebackSchema,
  type TracebackThread,
} from '../../src/debugging/traceback/model.ts';

const FOLDER = new URL('fixtures/', import.meta.url);

/** What the walker wrote of test/debugging/fixtures/programs; fixtures/take.sh says how. */
export function recorded(name: string): Traceback {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
  return v.parse(TracebackSchema, JSON.parse(text));
}

const PROGRAMS = ['faults.cpp', 'faulty.py'];

/** The lines of the recorded programs, which stood in /src. */
export const programSources: Sources = {
  line(file, line) {
    const program = PROGRAMS.find(one => file === `/src/${one}`);
    return program === undefined ? null : (programLines(program)[line - 1] ?? null);
  },
};

/** The number of the one line of a program that holds a text. */
export function lineOf(program: string, text: string): number {
  const found = programLines(program).flatMap((line, at) => (line.includes(text) ? [at + 1] : []));
  const [number] = found;
  if (number === undefined || found.length > 1) throw new Error(`${found.length} lines hold ${text}`);
  return number;
}

function programLines(program: string): readonly string[] {
  return readFileSync(new URL(`programs/${program}`, FOLDER), 'utf8').split('\n');
}

export function cFrame(given: Partial<CFrame> = {}): CFrame {
  return {
    kind: 'c',
    function: 'work',
    file: '/src/work.c',
    line: 3,
    module: '/src/work.so',
    offset: '0x10',
    address: '0x7f0000000010',
    origin: 'user',
    isInlined: false,
    isSignal: false,
    arguments: [],
    locals: [],
    ...given,
  };
}

export function pythonFrame(given: Partial<PythonFrame> = {}): PythonFrame {
  return {kind: 'python', function: 'main', file: '/src/app.py', line: 7, locals: [], ...given};
}

export function thread(given: Partial<TracebackThread> = {}): TracebackThread {
  return {
    id: 10,
    name: 'python3',
    pythonName: null,
    isMain: false,
    isStopped: false,
    gil: null,
    waits: null,
    stackPointer: null,
    frames: [],
    isMergedExactly: true,
    problems: [],
    ...given,
  };
}

export function traceback(given: Partial<Traceback> = {}): Traceback {
  return {
    schemaVersion: 1,
    debugger: {name: 'gdb', version: '13.1'},
    process: {id: 10, executable: '/usr/bin/python3'},
    python: {version: '3.13.0', isFreeThreaded: false, layout: 'debug-offsets'},
    signal: null,
    abortMessage: null,
    threads: [],
    threadsCut: 0,
    modules: [],
    problems: [],
    ...given,
  };
}

/** A fault of memory. */
export function fault(address: string | null, given: Partial<NonNullable<Traceback['signal']>> = {}) {
  return {number: 11, name: 'SIGSEGV', code: 'SEGV_MAPERR', address, access: null, ...given};
}
