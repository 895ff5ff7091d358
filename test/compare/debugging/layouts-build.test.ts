import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import test from 'ava';
import {debuggerOf} from '../../../scripts/debug-matrix/debuggers.ts';
import type {Subject} from '../../../scripts/debug-matrix/interpreters.ts';
import {host} from '../../../scripts/debug-matrix/world.ts';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {holdFrames, holdSentence, ownCache} from './layouts/held.ts';
import {copyHeaders, ownPython, systemPython} from './layouts/own-python.ts';
import {buildTraceRefs, traceRefsSource} from './layouts/trace-refs.ts';
import {tracebackBy} from './layouts/walker-copy.ts';
import {whileWaiting} from './walker/waiting.ts';

const system = systemPython;
const MINUTE = 60_000;

/** Where the system's Python is one whose objects --with-trace-refs changes, and its source may be had. */
// Before any test: ava takes none that is declared later.
const gcore = toolNamed('gcore') ?? '';
const missing = ['apt-get', 'dpkg-source', 'make', 'gcore'].find(name => toolNamed(name) === null);
const isOld = system !== undefined && Number(system.version.slice(2)) < 13;
const refs = isOld && missing === undefined ? await traceRefsSource(system.version) : null;
const traceRefs = 'a release built --with-trace-refs has the frames that Python itself lists';
if (!system || refs === null) {
  const what = missing ?? (isOld ? 'source of it by apt' : 'python3 of the system before 3.13');
  test.skip(`${traceRefs} (skipped: no ${what})`, () => {});
} else {
  test.serial(traceRefs, async t => {
    t.timeout(30 * MINUTE);
    const built: Subject = {...system, executable: buildTraceRefs(refs)};
    const walker = join(import.meta.dirname, '../../../templates/runtime/walker');
    const folder = temporaryFolder();
    const waiting = await whileWaiting(built, 'frames.py', async running => {
      for (const name of ENGINES) {
        const engine = debuggerOf(host, name, folder);
        if (engine === null) continue;
        const process = {kind: 'process', pid: running.pid} as const;
        holdFrames(t, await tracebackBy(walker, engine, process, ownCache()), running, 'probe');
      }
      execFileSync(gcore, ['-o', join(folder, 'core'), String(running.pid)], {stdio: 'ignore'});
      return running;
    });
    for (const name of ENGINES) {
      const engine = debuggerOf(host, name, folder);
      if (engine === null) continue;
      const core = join(folder, `core.${waiting.pid}`);
      const subject = {kind: 'core', core, executable: built.executable} as const;
      holdFrames(t, await tracebackBy(walker, engine, subject, ownCache()), waiting, 'probe');
    }
    // The headers of the system's own build, in the place of those that it was built with.
    const {subject, include} = ownPython(built);
    copyHeaders(system.headers, include);
    await whileWaiting(subject, 'frames.py', async ({pid}) => {
      const engine = debuggerOf(host, 'gdb', folder);
      if (engine === null) return;
      const traceback = await tracebackBy(walker, engine, {kind: 'process', pid}, ownCache());
      holdSentence(t, traceback, /the headers in \S+ are of another build$/);
    });
  });
}
