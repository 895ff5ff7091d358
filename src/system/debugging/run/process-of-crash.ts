import {readdirSync, readFileSync} from 'node:fs';
import type {CrashMessage} from '../../../debugging/run/crash-message.ts';

/**
 * The crash with the numbers that we know its process and thread by: in a PID namespace of its own (a container that the
 * program starts) a process tells others, and what has that number here is a stranger. A process of the run has loaded
 * `handler`. Null where none is found. Elsewhere than on Linux there are no such namespaces.
 */
export function processOfCrash(crash: CrashMessage, handler: string): CrashMessage | null {
  if (process.platform !== 'linux') return crash;
  const isOurs = (pid: number): boolean => textOf(`/proc/${pid}/maps`)?.includes(handler) === true;
  if (numbersOf(`/proc/${crash.pid}/status`).length === 1 && isOurs(crash.pid)) return crash;
  const pid = numbersIn('/proc').find(
    one => isCalled(crash.pid, `/proc/${one}/status`) && one !== crash.pid && isOurs(one),
  );
  if (pid === undefined) return null;
  const tasks = `/proc/${pid}/task`;
  const tid = numbersIn(tasks).find(one => isCalled(crash.tid, `${tasks}/${one}/status`));
  return {...crash, pid, tid: tid ?? pid};
}

/** Whether a number is the one that a process or thread has in its own namespace, where that is not ours. */
function isCalled(inner: number, status: string): boolean {
  const numbers = numbersOf(status);
  return numbers.length > 1 && numbers.at(-1) === inner;
}

/** NSpid of proc(5): the number in our namespace, then in each one within it; empty where there is no such process. */
function numbersOf(status: string): readonly number[] {
  const [, numbers = ''] = /^NSpid:\s*(.*)$/m.exec(textOf(status) ?? '') ?? [];
  return numbers.split(/\s+/).filter(Boolean).map(Number);
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder)
      .filter(name => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
