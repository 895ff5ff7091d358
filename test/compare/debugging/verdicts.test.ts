import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {lineOf} from '../../debugging/documents.ts';
import {environment, program} from '../../e2e/program.ts';
import {reportIn} from './planted.ts';

const FAULTS = fileURLToPath(new URL('../../debugging/fixtures/programs/', import.meta.url));

/** What the programs of test/debugging/fixtures do, said of them as they run here, by either debugger. */
const EXPECTED = [
  {
    fault: 'failed_assert',
    kind: 'abort',
    line: 'assert(count == 4)',
    reason: /Assertion `count == 4' failed\.$/,
  },
  {fault: 'twice_freed', kind: 'abort', line: 'free(block); // again', reason: /^(?:double free|free\(\))/},
  {fault: 'jump', kind: 'crash', line: '    callback();', reason: /^callback is NULL$/},
  {fault: 'copy', kind: 'crash', line: 'memcpy(target', reason: /^source is NULL$/},
  {fault: 'uncaught', kind: 'uncaught-exception', line: 'throw std::runtime_error', reason: null},
  {
    fault: 'recurse',
    kind: 'stack-overflow',
    line: 'static int descend(int depth)',
    reason: /^descend called itself without end: \d{4} frames$/,
  },
] as const;

/** A folder with the programs, built for the Python on PATH; null where they cannot be. */
function built(): string | null {
  if (!toolNamed('g++') || !toolNamed('python3')) return null;
  const folder = temporaryFolder();
  const ask = 'import sysconfig; print(sysconfig.get_path("include"))';
  const headers = execFileSync('python3', ['-c', ask], {encoding: 'utf8'}).trim();
  const words = ['-O0', '-g3', '-w', '-UNDEBUG', '-shared', '-fPIC', '-pthread', `-I${headers}`];
  try {
    execFileSync('g++', [...words, join(FAULTS, 'faults.cpp'), '-o', join(folder, 'faults.so')], {
      stdio: 'pipe',
    });
  } catch {
    return null;
  }
  return folder;
}

const folder = built();
const ENGINES = [
  {engine: 'gdb', tool: toolNamed('gdb')},
  {engine: 'lldb', tool: toolNamed('lldb', 'lldb-16')},
] as const;

/** Runs faulty.py so; the report. */
async function reportOf(folder: string, engine: string, fault: string, ...options: readonly string[]) {
  const output = join(temporaryFolder(), 'report.json');
  const words = ['run', '--engine', engine, ...options, '-o', output, join(FAULTS, 'faulty.py'), fault];
  await execa(process.execPath, [program, ...words], {
    cwd: folder,
    env: environment({PYTHONPATH: folder, XDG_CACHE_HOME: join(folder, 'cache')}),
    extendEnv: false,
    reject: false,
    timeout: 120_000,
  });
  return reportIn(output);
}

for (const {engine, tool} of ENGINES) {
  const absent = folder === null ? 'g++ and a python3 with headers' : tool === null ? engine : null;
  const real = (title: string, body: (t: ExecutionContext, folder: string) => Promise<void>): void => {
    if (folder === null || absent !== null)
      test.skip(`${engine}: ${title} (skipped: no ${absent})`, () => {});
    else test.serial(`${engine}: ${title}`, t => body(t, folder));
  };

  for (const {fault, kind, line, reason} of EXPECTED) {
    real(`${fault} is told as what it is`, async (t, folder) => {
      const {verdict, traceback} = await reportOf(folder, engine, fault);
      t.is(verdict.kind, kind);
      const frames = traceback.threads.find(({id}) => id === verdict.thread)?.frames ?? [];
      t.like(frames[verdict.frame ?? -1], {kind: 'c', line: lineOf('faults.cpp', line)});
      if (reason === null) t.deepEqual(verdict.reasons, []);
      else t.regex(verdict.reasons.join('\n'), new RegExp(reason.source, 'm'));
    });
  }

  real('two RLocks of Python are told as a deadlock, by who holds which', async (t, folder) => {
    const {verdict, traceback} = await reportOf(folder, engine, 'python_locks', '--timeout', '2');
    if (/^3\.(?:8|9|1[0-3])\b/.test(traceback.python?.version ?? '')) {
      t.is(verdict.kind, 'deadlock');
      t.deepEqual(
        verdict.reasons.map(reason => reason.replace(/ \(.*?\)/, '')),
        [
          'main thread waits for the RLock that thread taker holds',
          'thread taker waits for the RLock that main thread holds',
        ],
      );
    } else t.is(verdict.kind, 'waiting');
  });
}
