import type {EngineCall, Subject, WalkOptions} from './engine.ts';
import {oneLineEach} from './one-line.ts';

/**
 * gdb without the user's start-up files, and without scripts that it would load by itself from the debugged program's
 * folders; it asks no server, which would keep a stopped program waiting.
 */
const QUIETLY = [
  '-nx',
  '-iex',
  'set debuginfod enabled off',
  '-iex',
  'set auto-load off',
  '-iex',
  'set confirm off',
  '-iex',
  'set pagination off',
];

/**
 * gdb writes the document of a process or a core, and leaves a process running. Before it opens either, it takes further
 * settings from its standard input (templates/runtime/walker/gdb_settings.py).
 */
export function gdbReport(
  program: string,
  subject: Subject,
  walker: string,
  settings: readonly string[],
  options: WalkOptions,
  coreFile: string | null = null,
): EngineCall {
  return {
    program,
    words: oneLineEach('gdb', [
      ...QUIETLY,
      '-batch',
      ...settings.flatMap(line => ['-iex', line]),
      '-iex',
      `source ${walker.replace(/[^/]*$/, 'gdb_settings.py')}`,
      ...opening(subject),
      '-ex',
      `source ${walker}`,
      '-ex',
      `pyxdbg-report ${JSON.stringify(options)}`,
      ...(subject.kind === 'process' && coreFile !== null
        ? ['-ex', 'python import os; os.umask(0o077)', '-ex', `generate-core-file ${coreFile}`]
        : []),
      ...(subject.kind === 'process' ? ['-ex', 'detach'] : []),
    ]),
  };
}

function opening(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'process':
      return ['-p', String(subject.pid)];
    case 'core':
      return [
        ...(subject.root === undefined ? [] : ['-iex', `set sysroot ${subject.root}`]),
        subject.executable,
        subject.core,
      ];
    case 'minidump':
      // gdb knows no minidumps; it says so.
      return ['-c', subject.core];
  }
}

/** gdb lets a process that waits for it go on, and writes the document where a fatal signal comes. */
export function gdbWatch(program: string, pid: number, walker: string, options: WalkOptions): EngineCall {
  const commands = [
    // Signals that a program lives with are none of ours; SIGINT and SIGTRAP are how gdb itself stops one.
    'handle all nostop noprint pass',
    'handle SIGSEGV SIGBUS SIGFPE SIGILL SIGABRT SIGSYS stop print pass',
    `source ${walker}`,
    'continue',
    `pyxdbg-report ${JSON.stringify(options)}`,
    'detach',
  ];
  return {
    program,
    words: [...QUIETLY, '-batch', '-p', String(pid), ...commands.flatMap(command => ['-ex', command])],
  };
}
