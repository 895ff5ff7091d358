import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {EngineName} from '../../src/debugging/engines/engine.ts';
import {debuggerOf} from './debuggers.ts';
import {type Differences, differencesOf} from './differences.ts';
import {type Core, coreOf, look, type Way} from './looks.ts';
import type {Start} from './process.ts';
import {type PyFrame, pyBt, pyBtDifference} from './py-bt.ts';

/** One cell of the matrix, and what came of it. */
export interface Cell {
  /** `3.13`, `3.11 Debian`. */
  readonly interpreter: string;
  readonly build: 'full' | 'stripped';
  readonly program: string;
  /** The program's kind of fault. */
  readonly fault: string;
  readonly engine: EngineName;
  readonly way: Way;
  readonly outcome: Outcome;
}

export type Outcome =
  | {
      readonly kind: 'report';
      readonly differences: Differences;
      /** What is not as py-bt has it, empty for nothing; null where py-bt has no answer. */
      readonly pyBt: string | null;
      readonly ms: number;
    }
  | {readonly kind: 'failed'; readonly reason: string}
  | {readonly kind: 'cannot run'; readonly reason: string};

/** What is asked of a program of the matrix. */
export interface Choice {
  readonly engines: readonly EngineName[];
  readonly ways: readonly Way[];
  /** py-bt judges, too; it takes its time. */
  readonly isJudgedByPyBt: boolean;
}

/** Looks at one program on one interpreter, with its symbols and without; py-bt's answer for the first judges both. */
export async function cellsOf(starts: readonly Start[], choice: Choice): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  let judge: readonly PyFrame[] | null = null;
  for (const start of starts) {
    const refusal = whyNot(start);
    if (refusal !== null) {
      cells.push(
        ...combinations(choice).map(one => ({...nameOf(start), ...one, outcome: cannotRun(refusal)})),
      );
      continue;
    }
    mkdirSync(start.folder, {recursive: true});
    const core = choice.ways.includes('core')
      ? await coreOf(start)
      : {missing: new Error('no core was asked for')};
    const isJudge = choice.isJudgedByPyBt && start.subject.build === 'full';
    if (isJudge && 'file' in core) judge = pyBt(start.subject, core.file);
    for (const {engine, way} of combinations(choice)) {
      cells.push({...nameOf(start), engine, way, outcome: await outcomeOf(start, engine, way, core, judge)});
    }
    rmSync(start.folder, {recursive: true, force: true});
  }
  return cells;
}

const combinations = ({engines, ways}: Choice): readonly {readonly engine: EngineName; readonly way: Way}[] =>
  engines.flatMap(engine => ways.map(way => ({engine, way})));

const nameOf = ({subject, program}: Start): Pick<Cell, 'interpreter' | 'build' | 'program' | 'fault'> => ({
  interpreter: subject.name,
  build: subject.build,
  program: program.name,
  fault: program.kind,
});

const cannotRun = (reason: string): Outcome => ({kind: 'cannot run', reason});

function whyNot({program, subject}: Start): string | null {
  return program.needsGil && subject.isFreeThreaded ? 'without a GIL nothing waits for it' : null;
}

async function outcomeOf(
  start: Start,
  name: EngineName,
  way: Way,
  core: Core,
  judge: readonly PyFrame[] | null,
): Promise<Outcome> {
  const engine = debuggerOf(start.subject.world, name, join(start.folder, '..'));
  if (engine === null) return cannotRun(`there is no ${name}`);
  const own: Start = {...start, folder: join(start.folder, `${name}-${way}`)};
  mkdirSync(own.folder, {recursive: true});
  const began = performance.now();
  try {
    const {traceback, verdict} = await look(own, way, engine, core);
    return {
      kind: 'report',
      differences: differencesOf(traceback, verdict, start.program, start.subject),
      pyBt: judge && pyBtDifference(traceback, judge),
      ms: performance.now() - began,
    };
  } catch (error) {
    return {kind: 'failed', reason: error instanceof Error ? error.message : String(error)};
  }
}
