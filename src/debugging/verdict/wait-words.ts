import type {TracebackThread} from '../traceback/model.ts';

type Wait = NonNullable<TracebackThread['waits']>;

/** What a thread waits for: `the GIL`, `a mutex of thread 12`, `an RLock`; null for a system call or none. */
export function waitedFor(waits: Wait): string | null {
  switch (waits.for) {
    case 'gil':
      return 'the GIL';
    case 'mutex':
      return `a mutex${ofThread(waits.owner)}`;
    case 'python-lock':
      return `${/^(?:[AEFHILMNORSX](?=[A-Z])|[AEIOUaeiou])/.test(waits.type) ? 'an' : 'a'} ${waits.type}${ofThread(waits.owner)}`;
    case 'system-call':
      return null;
  }
}

/** `waits for the GIL`, `waits in read()`. */
export function waitWords(waits: Wait): string {
  const what = waitedFor(waits);
  if (what !== null) return `waits for ${what}`;
  return `waits in ${waits.for === 'system-call' ? waits.name : '?'}()`;
}

/** Whether only another thread of the process can end this wait: it is for a lock of any kind. */
export function isForLock(waits: Wait): boolean {
  return waits.for !== 'system-call' || /^futex/.test(waits.name);
}

function ofThread(owner: number | null): string {
  return owner === null ? '' : ` of thread ${owner}`;
}
