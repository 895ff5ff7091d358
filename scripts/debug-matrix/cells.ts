import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as v from 'valibot';
import {ENGINES, type EngineName} from '../../src/debugging/engines/engine.ts';
import {tracebackJsonSchema} from '../../src/debugging/render/json.ts';
import type {Traceback} from '../../src/debugging/traceback/model.ts';
import {judgeTraceback} from '../../src/debugging/verdict/judge.ts';
import type {Verdict} from '../../src/debugging/verdict/verdict.ts';
import {takeTraceback} from '../../src/system/debugging/take-traceback.ts';
import {sampleThreadTimes} from '../../src/system/debugging/thread-times.ts';
import {debuggerOf, searchPath} from './debuggers.ts';
import {type Differences, differencesOf} from './differences.ts';
import {liveTraceback} from './live.ts';
import {coreIn, ended, programWords, type Start, settledPid, startProgram, variables} from './process.ts';
import {root} from './world.ts';

export const WAYS = ['live', 'attach', 'core'] as const;
export type Way = (typeof WAYS)[number];

/** One cell of the matrix, and what came of it. */
export interface Cell {
  readonly start: Start;
  readonly engine: EngineName;
  readonly way: Way;
  readonly outcome: Outcome;
}

export type Outcome =
  | {
      readonly kind: 'report';
      readonly differences: Differences;
      readonly traceback: Traceback;
      readonly ms: number;
    }
  | {readonly kind: 'failed'; readonly reason: string}
  | {readonly kind: 'cannot run'; readonly reason: string};

/** What is asked of a program of the matrix. */
export interface Choice {
  readonly engines: readonly EngineName[];
  readonly ways: readonly Way[];
}

const everything: Choice = {engines: ENGINES, ways: WAYS};

/** Looks at a program by every debugger in every way. */
export async function cellsOf(start: Start, {engines, ways}: Choice = everything): Promise<readonly Cell[]> {
  const {program, subject, folder} = start;
  const refusal = program.needsGil && subject.isFreeThreaded ? 'there is no GIL to wait for' : null;
  const cells: Cell[] = [];
  const post = ways.includes('core') && refusal === null ? await postMortem(start) : null;
  for (const name of engines) {
    const engine = debuggerOf(subject.world, name, join(folder, '..'));
    for (const way of ways) {
      const own: Start = {...start, folder: join(folder, `${name}-${way}`)};
      mkdirSync(own.folder, {recursive: true});
      const outcome = async (): Promise<Outcome> => {
        if (refusal !== null) return {kind: 'cannot run', reason: refusal};
        if (engine === null) return {kind: 'cannot run', reason: `there is no ${name}`};
        const began = performance.now();
        try {
          const {traceback, verdict} = await (way === 'live'
            ? judged(liveTraceback(own, engine))
            : way === 'attach'
              ? attached(own, engine)
              : judged(ofCore(await post, subject.executable, engine)));
          const ms = performance.now() - began;
          return {
            kind: 'report',
            traceback,
            ms,
            differences: differencesOf(traceback, verdict, program, subject),
          };
        } catch (error) {
          return {kind: 'failed', reason: error instanceof Error ? error.message : String(error)};
        }
      };
      cells.push({start, engine: name, way, outcome: await outcome()});
    }
  }
  return cells;
}

interface Judged {
  readonly traceback: Traceback;
  readonly verdict: Pick<Verdict, 'kind'>;
}

type Engine = NonNullable<ReturnType<typeof debuggerOf>>;

async function judged(taken: Promise<Traceback>): Promise<Judged> {
  const traceback = await taken;
  return {traceback, verdict: judgeTraceback(traceback)};
}

/** A core that the kernel wrote, or gcore of a process that goes on. */
async function postMortem(start: Start): Promise<string | Error> {
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
    return coreIn(own.folder);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    child.kill('SIGKILL');
  }
}

async function ofCore(core: string | Error | null, executable: string, engine: Engine): Promise<Traceback> {
  if (typeof core !== 'string') throw core ?? new Error('no core');
  return takeTraceback({subject: {kind: 'core', core, executable}, engine});
}

/** A process that goes on as `dump` sees it, one that crashes as `run` sees it: it waits in our handler. */
async function attached(start: Start, engine: Engine): Promise<Judged> {
  if (start.program.isFatal) return watched(start, engine);
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

async function watched(start: Start, engine: Engine): Promise<Judged> {
  const {subject, folder} = start;
  const report = join(folder, 'run.json');
  const [program = '', ...words] = subject.world.enter(programWords(start));
  // Not by env(1): `run` has to see the variables that it adds to.
  const env = {...process.env, ...variables(start), PATH: searchPath(subject.world, join(folder, '../..'))};
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
