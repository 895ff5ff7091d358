import type {EngineCall, Subject, WalkOptions} from './engine.ts';

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

/** gdb writes the document of a process or a core, and leaves a process running. */
export function gdbReport(
  program: string,
  subject: Subject,
  walker: string,
  settings: readonly string[],
  options: WalkOptions,
): EngineCall {
  return {
    program,
    words: [
      ...QUIETLY,
      '-batch',
      ...settings.flatMap(line => ['-iex', line]),
      ...opening(subject),
      '-ex',
      `source ${walker}`,
      '-ex',
      `pyxdbg-report ${JSON.stringify(options)}`,
      ...(subject.kind === 'process' ? ['-ex', 'detach'] : []),
    ],
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
  }
}
