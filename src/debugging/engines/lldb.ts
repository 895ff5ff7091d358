import type {EngineCall, Subject, WalkOptions} from './engine.ts';
import {inWord} from './lldb-word.ts';
import {oneLineEach} from './one-line.ts';

/** lldb writes the document of a process or a core, and leaves a process running. */
export function lldbReport(
  program: string,
  subject: Subject,
  walker: string,
  settings: readonly string[],
  options: WalkOptions,
): EngineCall {
  const commands = [
    // Indexing all debug information takes half of its time, and 40 MB.
    'settings set target.preload-symbols false',
    ...settings,
    ...opening(subject),
    `command script import ${inWord(walker)}`,
    `pyxdbg-report ${JSON.stringify(options)}`,
    ...(subject.kind === 'process' ? ['process detach'] : []),
  ];
  return {
    program,
    words: ['--no-lldbinit', '--batch', ...oneLineEach('lldb', commands).flatMap(command => ['-o', command])],
  };
}

function opening(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'process':
      return [`process attach --pid ${subject.pid}`];
    case 'core':
      return [
        ...(subject.root === undefined ? [] : [`platform select --sysroot ${inWord(subject.root)} host`]),
        `target create --core ${inWord(subject.core)} ${inWord(subject.executable)}`,
      ];
    case 'minidump':
      return [`target create --core ${inWord(subject.core)}`];
  }
}
