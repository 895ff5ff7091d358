import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import * as v from 'valibot';
import {debuggerOf} from '../../../scripts/debug-matrix/debuggers.ts';
import {findSubjects, type Subject} from '../../../scripts/debug-matrix/interpreters.ts';
import {ENGINES, type Engine, type EngineName} from '../../../src/debugging/engines/engine.ts';
import type {PythonFrame, Traceback, TracebackThread} from '../../../src/debugging/traceback/model.ts';
import {takeTraceback} from '../../../src/system/debugging/take-traceback.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {whileWaiting} from './walker/waiting.ts';

/** All interpreters of this machine take minutes; those where CPython changed its frames are held each time. */
const isChosen = ({version}: Subject): boolean =>
  process.env['PYXDBG_ALL_PYTHONS'] !== undefined || ['3.8', '3.10', '3.11', '3.13'].includes(version);

const everySubject = findSubjects().filter(({version}) => Number(version.split('.')[1]) >= 8);
const subjects = everySubject.filter(isChosen);
const framesFile = fileURLToPath(new URL('walker/frames.py', import.meta.url));

/** A test that needs a debugger; skipped with the reason in its title where there is none. */
function withEngine(
  title: string,
  {world}: Subject,
  name: EngineName,
  body: (t: ExecutionContext, engine: Engine) => Promise<void>,
): void {
  const engine = debuggerOf(world, name, temporaryFolder());
  if (engine) test.serial(title, t => body(t, engine));
  else test.skip(`${title} (skipped: no ${name})`, () => {});
}

const Stacks = v.record(v.string(), v.array(v.tuple([v.string(), v.string(), v.number()])));
const Known = v.record(v.string(), v.string());

/** Python's frames of a thread as the interpreter lists its own: name, file, line. */
const pythonFrames = ({frames}: TracebackThread): readonly (readonly [string, string, number | null])[] =>
  frames.flatMap(frame =>
    frame.kind === 'python' ? [[frame.function, frame.file, frame.line] as const] : [],
  );

function threadNamed({threads}: Traceback, name: string): TracebackThread {
  const found = threads.find(({pythonName}) => pythonName === name);
  if (!found) throw new Error(`no thread ${name} among ${threads.map(one => one.pythonName).join(', ')}`);
  return found;
}

for (const subject of subjects) {
  const name = `Python ${subject.name}, ${subject.build}`;
  for (const engineName of ENGINES) {
    withEngine(
      `${name}, ${engineName}: the frames of all threads are those that Python itself lists`,
      subject,
      engineName,
      async (t, engine) => {
        await whileWaiting(subject, 'frames.py', async ({pid, answers}) => {
          const stacks = v.parse(Stacks, JSON.parse(answers));
          const traceback = await takeTraceback({subject: {kind: 'process', pid}, engine});
          t.deepEqual(traceback.problems, []);
          t.is(traceback.threads.length, Object.keys(stacks).length);
          for (const [thread, stack] of Object.entries(stacks)) {
            const found = threadNamed(traceback, thread);
            t.deepEqual(pythonFrames(found), stack, thread);
            t.true(found.isMergedExactly, thread);
            t.deepEqual(found.problems, [], thread);
          }
        });
      },
    );
  }
  // What objects hold is read alike by both debuggers: each reads half of the builds.
  withEngine(
    `${name}: values are those that repr() shows`,
    subject,
    subject.build === 'full' ? 'gdb' : 'lldb',
    async (t, engine) => {
      await whileWaiting(subject, 'values.py', async ({pid, answers}) => {
        const known = v.parse(Known, JSON.parse(answers));
        const traceback = await takeTraceback({subject: {kind: 'process', pid}, engine});
        const frame = traceback.threads
          .flatMap(({frames}) => frames)
          .find((one): one is PythonFrame => one.kind === 'python' && one.function === 'wait');
        const shown = Object.fromEntries(frame?.locals.map(local => [local.name, local.value]) ?? []);
        for (const [local, value] of Object.entries(known)) t.is(shown[local], value, local);
        t.is(shown['plain'], "<Plain name='m1' size=7>");
        t.is(shown['slotted'], "<Slotted first='a' second=[1]>");
        t.is(shown['late'], "<Late name='m1' size=7 extra=None>");
        t.is(shown['generator'], '<generator generate>');
        t.is(shown['function'], '<function generate>');
        t.is(shown['captured'], "'held by a closure'");
        t.is(shown['cyclic'], '[1, [...]]');
        for (const long of ['huge_text', 'long_list']) {
          t.true(frame?.locals.find(local => local.name === long)?.isCut, long);
          t.true((shown[long]?.length ?? 0) < 300, long);
        }
      });
    },
  );
  if (subject.pythonGdb === null || subject.world.name !== 'host') continue;
  withEngine(`${name}: frames are those of CPython's own py-bt`, subject, 'gdb', async (t, engine) => {
    await whileWaiting(subject, 'frames.py', async ({pid}) => {
      const words = [
        ...['-nx', '-batch', '-iex', 'set debuginfod enabled off', '-iex', 'set auto-load off'],
        ...['-p', String(pid), '-ex', `source ${subject.pythonGdb}`, '-ex', 'thread apply all py-bt'],
      ];
      const told = execFileSync(engine.program, words, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const traceback = await takeTraceback({subject: {kind: 'process', pid}, engine});
      // python-gdb.py of 3.8 takes the differences of its line table for unsigned: lines agree but for multiples of 256.
      const lineOf = (line: unknown): number =>
        subject.version === '3.8' ? Number(line) % 256 : Number(line);
      const theirs = told
        .split(/^Thread /m)
        .slice(1)
        .map(part =>
          [...part.matchAll(/^ +File "(.*)", line (\d+), in (\S+)/gm)].map(
            ([, file, line, own]) => `${own} ${file} ${lineOf(line)}`,
          ),
        );
      const ours = traceback.threads.map(thread =>
        // py-bt has plain names, not qualified ones.
        pythonFrames(thread).map(([own, file, line]) => `${own.split('.').at(-1)} ${file} ${lineOf(line)}`),
      );
      t.true(theirs.flat().some(frame => frame.includes(framesFile)));
      t.deepEqual([...ours].sort(), [...theirs].sort());
    });
  });
}

const deepest = subjects.find(({build, pythonGdb}) => build === 'full' && pythonGdb !== null) ?? subjects[0];
if (deepest)
  withEngine(
    `Python ${deepest.name}: a deep stack has as many frames as gdb itself counts`,
    deepest,
    'gdb',
    async (t, engine) => {
      await whileWaiting(deepest, 'deep.py', async ({pid}) => {
        const words = ['-nx', '-batch', '-iex', 'set debuginfod enabled off', '-iex', 'set auto-load off'];
        const told = execFileSync(
          engine.program,
          [...words, '-p', String(pid), '-ex', 'thread 2', '-ex', 'backtrace -1'],
          {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28},
        );
        const count = Number(/^#(\d+) .*clone/m.exec(told)?.[1]) + 1;
        // A machine that is busy with other things must not end the walk early.
        const limits = {seconds: 200};
        const traceback = await takeTraceback({
          subject: {kind: 'process', pid},
          engine,
          limits,
          timeoutMs: 250_000,
        });
        const {frames, isMergedExactly} = threadNamed(traceback, 'deep');
        // Each call of the eval loop, which is one here for each of Python's frames, gives its place to that frame.
        t.is(
          frames.reduce((sum, frame) => sum + (frame.kind === 'cut' ? frame.frames : 1), 0),
          count,
        );
        t.true(count > 8000);
        t.true(isMergedExactly);
      });
    },
  );

const gcore = toolNamed('gcore');
for (const subject of subjects.filter(
  ({name, build}) => build === 'stripped' && ['3.8', '3.13'].includes(name),
)) {
  for (const engineName of ENGINES) {
    if (gcore === null) {
      test.skip(`Python ${subject.name}, ${engineName}: a core (skipped: no gcore)`, () => {});
      continue;
    }
    withEngine(
      `Python ${subject.name}, stripped, ${engineName}: a core has the frames that Python itself lists`,
      subject,
      engineName,
      async (t, engine) => {
        const folder = temporaryFolder();
        const {pid, answers} = await whileWaiting(subject, 'frames.py', async waiting => {
          execFileSync(gcore, ['-o', join(folder, 'core'), String(waiting.pid)], {stdio: 'ignore'});
          return waiting;
        });
        const stacks = v.parse(Stacks, JSON.parse(answers));
        const core = join(folder, `core.${pid}`);
        const {executable} = subject;
        const traceback = await takeTraceback({subject: {kind: 'core', core, executable}, engine});
        for (const [thread, stack] of Object.entries(stacks)) {
          t.deepEqual(pythonFrames(threadNamed(traceback, thread)), stack, thread);
        }
      },
    );
  }
}
