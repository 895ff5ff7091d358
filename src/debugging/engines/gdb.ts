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
        ? writingCore(coreFile).flatMap(command => ['-ex', command])
        : []),
      ...(subject.kind === 'process' ? ['-ex', 'detach'] : []),
    ]),
  };
}

/** A core holds all that the process knew: it is its owner's alone, as one of the kernel's is. */
function writingCore(file: string): readonly string[] {
  return ['python import os; os.umask(0o077)', `generate-core-file ${file}`];
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

/**
 * gdb lets a process that waits for it go on, and writes the document where a fatal signal comes, and the core file that
 * is wanted.
 */
export function gdbWatch(
  program: string,
  pid: number,
  walker: string,
  options: WalkOptions,
  coreFile: string | null = null,
): EngineCall {
  const commands = [
    // Signals that a program lives with are none of ours. "all" leaves out Ctrl-C, and SIGTRAP, which is gdb's own.
    'handle all nostop noprint pass',
    'handle SIGINT nostop noprint pass',
    'handle SIGSEGV SIGBUS SIGFPE SIGILL SIGABRT SIGSYS stop print pass',
    `source ${walker}`,
    'continue',
    `pyxdbg-report ${JSON.stringify(options)}`,
    ...(coreFile === null ? [] : writingCore(coreFile)),
    'detach',
  ];
  return {
    program,
    words: [...QUIETLY, '-batch', '-p', String(pid), ...commands.flatMap(command => ['-ex', command])],
  };
}
