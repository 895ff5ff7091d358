import {setImmediate} from 'node:timers/promises';
import {requireAttachable} from '../system/debugging/attach-facts.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {processTraceback} from '../system/debugging/process-traceback.ts';
import {ownerOfProcess} from '../system/debugging/readable-by.ts';
import {folderOfProcess} from '../system/debugging/run/python-processes.ts';
import {sampleThreadTimes} from '../system/debugging/thread-times.ts';
import {interruptible} from '../system/interruptible.ts';
import {dumpFlags} from './dump-flags.ts';
import type {ReportFlags} from './emit-report.ts';
import {outputFiles} from './output-files.ts';
import {parsePid} from './parse-pid.ts';
import {parsePlainWords} from './plain-words.ts';

/** `pyxdbg dump --pid PID`: the merged traceback of a process, which runs on. */
export async function dump(flags: ReportFlags & {readonly pid: string}): Promise<void> {
  const pid = parsePid(flags.pid);
  const files = outputFiles(flags);
  if (process.platform === 'win32' && flags.engine === undefined)
    return (await import('./dump-by-cdb.ts')).dumpByCdb(pid, flags.json || files.length > 0);
  const engine = requireDebugger(flags.engine ?? null);
  requireAttachable(pid);
  const [dumped, {tellDump}] = await interruptible(async abort => {
    const folder = folderOfProcess(pid);
    const owner = ownerOfProcess(pid);
    const watched = sampleThreadTimes(pid);
    const traceback = processTraceback({pid, engine, abort, after: watched});
    // Loaded when the debugger has been started.
    const teller = setImmediate().then(() => import('./tell-dump.ts'));
    const parts = await Promise.all([traceback, watched, teller]);
    return [{pid, folder, owner, traceback: parts[0], threadTimes: parts[1]}, parts[2]] as const;
  });
  await tellDump(dumped, files, flags);
}

/**
 * The same with words that are parsed here: loading oclif's framework takes as long as the debugger's own start. False
 * where the words are for oclif to take or to refuse.
 */
export async function dumpWords(words: readonly string[]): Promise<boolean> {
  const plain = parsePlainWords(words, dumpFlags);
  if (plain === null || plain.argv.length > 0 || plain.flags.pid === undefined) return false;
  await dump(plain.flags);
  return true;
}
