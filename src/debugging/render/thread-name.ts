import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {baseName} from '../verdict/frame-words.ts';
import {waitWords} from '../verdict/wait-words.ts';

/** `Thread 5950 MainThread`, `Thread 6002 side`; the system's name where it tells more than the program's. */
export function threadName(thread: TracebackThread, traceback: Traceback): string {
  const name = thread.pythonName ?? (thread.isMain ? 'MainThread' : systemName(thread, traceback));
  return name === null ? `Thread ${thread.id}` : `Thread ${thread.id} ${name}`;
}

/** The kernel's name of a thread, which is the program's, cut to 15 bytes, where nobody has given it one. */
function systemName({name}: TracebackThread, {threads, process: {executable}}: Traceback): string | null {
  if (name === null || name === threads.find(({isMain}) => isMain)?.name) return null;
  return executable !== null && baseName(executable).startsWith(name) ? null : name;
}

/** What a thread holds and waits for: `holds GIL`, `waits for a mutex of thread 7`. */
export function threadNotes({gil, waits}: TracebackThread): readonly string[] {
  return [
    ...(gil === 'holds' ? ['holds GIL'] : []),
    ...(waits ? [waitWords(waits)] : []),
    ...(gil === 'released' ? ['GIL released'] : []),
  ];
}
