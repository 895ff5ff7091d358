import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as v from 'valibot';
import type {Engine} from '../../src/debugging/engines/engine.ts';
import {tracebackJsonSchema} from '../../src/debugging/render/json.ts';
import type {Traceback} from '../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../src/debugging/verdict/judge.ts';
import type {Verdict} from '../../src/debugging/verdict/verdict.ts';
import {takeTraceback} from '../../src/system/debugging/take-traceback.ts';
import {sampleThreadTimes} from '../../src/system/debugging/thread-times.ts';
import {searchPath} from './debuggers.ts';
import {liveTraceback} from './live.ts';
import {coreIn, ended, programWords, type Start, settledPid, startProgram, variables} from './process.ts';
import {cache, root} from './world.ts';

export const WAYS = ['live', 'attach', 'core'] as const;
export type Way = (typeof WAYS)[number];

/** A traceback and what was said of it. */
export interface Judged {
  readonly traceback: Traceback;
  readonly verdict: Pick<Verdict, 'kind'>;
}

/** A core that was left, or why there is none. */
export type Core = {readonly file: string} | {readonly missing: Error};

/** Looks at a program in one of the ways. */
export async function look(start: Start, way: Way, engine: Engine, core: Core): Promise<Judged> {
  switch (way) {
    case 'live':
      return judged(liveTraceback(start, engine));
    case 'attach':
      return start.program.isFatal ? watched(start, engine) : attached(start, engine);
    case 'core': {
      if ('missing' in core) throw core.missing;
      const {executable} = start.subject;
      return judged(takeTraceback({subject: {kind: 'core', core: core.file, executable}, engine}));
    }
  }
}

async function judged(taken: Promise<Traceback>): Promise<Judged> {
  const traceback = await taken;
  return {traceback, verdict: judgeTraceback(traceback)};
}

/** A core that the kernel wrote, or gcore of a process that goes on. */
export async function coreOf(start: Start): Promise<Core> {
  const own: Start = {...start, folder: join(start.folder, 'core')};
  mkdirSync(own.folder, {recursive: true});
  const child = startProgram(own);
  try {
    if (start.program.isFatal) {
      await ended(child);
    } else {
      const pid = await settledPid(own);
      const [program = '', ...words] = start.subject.world.enter([
        'gcore',
        '-o',
        join(own.folder, 'core'),
        String(pid),
      ]);
      await ended(spawn(program, words, {stdio: 'ignore'}));
    }
    return {file: coreIn(own.folder)};
  } catch (error) {
    return {missing: error instanceof Error ? error : new Error(String(error))};
  } finally {
    child.kill('SIGKILL');
  }
}

/** A process that goes on, as `dump` sees it. */
async function attached(start: Start, engine: Engine): Promise<Judged> {
  const child = startProgram(start);
  try {
    const pid = await settledPid(start);
    const threadTimes = await sampleThreadTimes(pid);
    const traceback = await takeTraceback({subject: {kind: 'process', pid}, engine});
    return {traceback, verdict: judgeTraceback(traceback, {threadTimes})};
  } finally {
    child.kill('SIGKILL');
  }
}

/** A process that crashes, as `run` sees it: it waits in our handler. */
async function watched(start: Start, engine: Engine): Promise<Judged> {
  const {subject, folder} = start;
  const report = join(folder, 'run.json');
  const [program = '', ...words] = subject.world.enter(programWords(start));
  // Not by env(1): `run` has to see the variables that it adds to.
  const env = {
    ...process.env,
    ...variables(start),
    PATH: searchPath(subject.world, join(folder, '../..')),
    // The crash handler has to be where the chroot sees it.
    XDG_CACHE_HOME: join(cache, 'debug-matrix'),
  };
  const own = [
    join(root, 'bin/run.cjs'),
    'run',
    '--engine',
    engine.name,
    '-o',
    report,
    '--',
    program,
    ...words,
  ];
  const child = spawn(process.execPath, own, {cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  await ended(child);
  try {
    return v.parse(tracebackJsonSchema, JSON.parse(readFileSync(report, 'utf8')));
  } catch (cause) {
    throw new Error(`run made no report: ${said.trim().split('\n').slice(-2).join(' / ')}`, {cause});
  }
}
