import {appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {debuggerOf} from '../../../scripts/debug-matrix/debuggers.ts';
import {host, type World} from '../../../scripts/debug-matrix/world.ts';
import {ENGINES, type Engine, type EngineName} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment} from '../../e2e/program.ts';
import {holdFrames, holdSentence, ownCache} from './layouts/held.ts';
import {copyHeaders, ownPython, subjects, systemPython} from './layouts/own-python.ts';
import {
  packageWithoutTables,
  tracebackBy,
  walkerWithoutTables,
  walkerWithTable,
} from './layouts/walker-copy.ts';
import {whileWaiting} from './walker/waiting.ts';

const system = systemPython;
const compiler = toolNamed('cc', 'gcc', 'clang');

function withEngine(
  title: string,
  name: EngineName,
  body: (t: ExecutionContext, engine: Engine) => Promise<void>,
): void {
  const engine = debuggerOf(host, name, temporaryFolder());
  const missing = engine === null ? name : compiler === null ? 'C compiler' : null;
  if (engine !== null && missing === null) test.serial(title, t => body(t, engine));
  else test.skip(`${title} (skipped: no ${missing})`, () => {});
}

for (const [at, subject] of subjects.entries()) {
  const name = ENGINES[at % ENGINES.length] ?? 'gdb';
  withEngine(
    `Python ${subject.name}, ${name}: a version without a table has the frames that Python itself lists`,
    name,
    async (t, engine) => {
      await whileWaiting(subject, 'frames.py', async waiting => {
        const walker = walkerWithoutTables();
        const env = ownCache();
        const process = {kind: 'process', pid: waiting.pid} as const;
        holdFrames(t, await tracebackBy(walker, engine, process, env), waiting, 'probe');
        // The second time nothing is compiled.
        holdFrames(t, await tracebackBy(walker, engine, process, {...env, PATH: '/none'}), waiting, 'probe');
      });
    },
  );
}

/** A value of the table that is greater by two words makes it one of another build; null where that does no harm. */
const SHIFTS = [
  ['object.type', /objects have their type elsewhere|no number of/],
  ['type.basicsize', /PyType_Type says/],
  ['runtime.interpreters_head', /threads/],
  ['interp.threads_head', /threads/],
  ['tstate.interp', /threads do not lead back to their interpreter/],
  ['tstate.native_thread_id', null],
  ['frame.code', /frames have no code/],
  ['size.code', /PyCode_Type says/],
] as const;

const tabled = subjects.findLast(({version}) => version === '3.11') ?? null;
for (const name of ENGINES) {
  const title = `${name}: a table that is not of the build is told, and replaced by one that is`;
  if (tabled === null) {
    test.skip(`${title} (skipped: no Python 3.11)`, () => {});
    continue;
  }
  withEngine(title, name, async (t, engine) => {
    t.timeout(300_000);
    await whileWaiting(tabled, 'frames.py', async waiting => {
      const env = ownCache();
      const process = {kind: 'process', pid: waiting.pid} as const;
      for (const [field, why] of SHIFTS) {
        const walker = walkerWithTable('3.11', {[field]: 16});
        // By pthread_self() the threads are found as well.
        const layout = why === null ? 'table' : 'probe';
        holdFrames(t, await tracebackBy(walker, engine, process, env), waiting, layout);
        if (why === null) continue;
        const without = await tracebackBy(walker, engine, process, {...ownCache(), PATH: '/none'});
        t.regex(without.problems[0] ?? '', why, field);
        t.regex(without.problems[0] ?? '', /; there is no C compiler on PATH .*: install gcc$/);
      }
    });
  });
}

/** What is done to a copy of an interpreter's headers, and the sentence that follows. */
const MISSING: readonly (readonly [
  title: string,
  prepare: (headers: string, include: string) => void,
  sentence: RegExp,
])[] = [
  ['no headers', () => {}, /its headers are not in \S+\/include\/python3\.\d+: install them with it$/],
  [
    'headers without pyconfig.h',
    (headers, include) => {
      copyHeaders(headers, include);
      rmSync(join(include, 'pyconfig.h'));
    },
    /include\/python3\.\d+ has no pyconfig\.h: install all headers of this Python$/,
  ],
  [
    'headers without the internal ones',
    (headers, include) => {
      copyHeaders(headers, include);
      rmSync(join(include, 'internal'), {recursive: true});
    },
    /include\/python3\.\d+ has no internal\/pycore_pystate\.h: install all headers/,
  ],
  [
    'headers that do not compile',
    (headers, include) => {
      copyHeaders(headers, include);
      appendFileSync(join(include, 'patchlevel.h'), '#error of a test\n');
    },
    /one cannot be made with the headers in \S+: .*error: #error of a test$/,
  ],
];

for (const [what, prepare, sentence] of MISSING) {
  const title = `${what}: one sentence says so, and the frames of C are shown`;
  if (!system) {
    test.skip(`${title} (skipped: no python3 of the system with headers)`, () => {});
    continue;
  }
  withEngine(title, 'gdb', async (t, engine) => {
    const {subject, include} = ownPython(system);
    prepare(system.headers, include);
    await whileWaiting(subject, 'frames.py', async ({pid}) => {
      const process = {kind: 'process', pid} as const;
      holdSentence(t, await tracebackBy(walkerWithoutTables(), engine, process, ownCache()), sentence);
    });
  });
}

const elsewhere = 'a process in a container has the headers that are in there';
const mayMount = process.getuid?.() === 0 && toolNamed('unshare') !== null;
if (!system || !mayMount) test.skip(`${elsewhere} (skipped: not root, or no python3 with headers)`, () => {});
else
  withEngine(elsewhere, 'gdb', async (t, engine) => {
    const {subject, include} = ownPython(system);
    copyHeaders(system.headers, include);
    const prefix = dirname(dirname(subject.executable));
    // Empty outside.
    const place = temporaryFolder();
    const script = `mount --bind ${prefix} ${place} && exec "$@"`;
    const world: World = {
      name: 'host',
      enter: words => ['unshare', '-m', 'sh', '-c', script, 'sh', ...words],
    };
    const executable = join(place, 'bin', basename(subject.executable));
    await whileWaiting({...subject, world, executable}, 'frames.py', async waiting => {
      t.false(existsSync(executable));
      const process = {kind: 'process', pid: waiting.pid} as const;
      holdFrames(t, await tracebackBy(walkerWithoutTables(), engine, process, ownCache()), waiting, 'probe');
    });
  });

const laterFields = 'headers that no longer have a field give all the others';
if (!system) test.skip(`${laterFields} (skipped: no python3 of the system with headers)`, () => {});
else
  withEngine(laterFields, 'gdb', async (t, engine) => {
    const {subject, include} = ownPython(system);
    copyHeaders(system.headers, include);
    for (const [file, from, to] of [
      ['cpython/genobject.h', '##_qualname;', '##_long_name;'],
      ['cpython/complexobject.h', 'Py_complex cval;', 'Py_complex value;'],
    ] as const) {
      const text = readFileSync(join(include, file), 'utf8');
      t.true(text.includes(from));
      writeFileSync(join(include, file), text.replace(from, to));
    }
    await whileWaiting(subject, 'frames.py', async waiting => {
      const env = ownCache();
      const process = {kind: 'process', pid: waiting.pid} as const;
      holdFrames(t, await tracebackBy(walkerWithoutTables(), engine, process, env), waiting, 'probe');
      const folder = join(env['XDG_CACHE_HOME'] ?? '', 'pyxdbg/layouts');
      const [made = ''] = readdirSync(folder);
      const table = readFileSync(join(folder, made, `table-${system.version}.json`), 'utf8');
      t.false(table.includes('generator.qualname') || table.includes('complex.cval'));
      t.true(table.includes('method.function'));
    });
  });

const commands = 'run, debug and attach make a table where there is none';
if (!system) test.skip(`${commands} (skipped: no python3 of the system with headers)`, () => {});
else
  withEngine(commands, 'gdb', async t => {
    const folder = packageWithoutTables();
    const script = join(folder, 'app.py');
    const fault = 'os.kill(os.getpid(), signal.SIGSEGV)';
    writeFileSync(script, `import os, signal\ndef fail():\n    ${fault}\nfail()\n`);
    const pyxdbg = (words: readonly string[], input = '') =>
      execa(process.execPath, [join(folder, 'bin/run.cjs'), ...words], {
        env: environment(ownCache()),
        extendEnv: false,
        reject: false,
        input,
      });
    const own = /Py {2}fail +app\.py:3[\s\S]*Py {2}<module> +app\.py:4/;
    const {executable} = system;
    t.regex((await pyxdbg(['run', '--python', executable, script])).stderr, own);
    const typed = 'pyxdbg-bt\nkill\nquit\n';
    t.regex((await pyxdbg(['debug', '--python', executable, script], typed)).stdout, own);
    await whileWaiting(system, 'frames.py', async ({pid}) => {
      t.regex(
        (await pyxdbg(['attach', String(pid)], 'pyxdbg-bt\nquit\n')).stdout,
        /Py {2}\S+ +frames\.py:\d+/,
      );
    });
  });
