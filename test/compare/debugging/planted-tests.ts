import test, {type ExecutionContext} from 'ava';
import type {EngineName} from '../../../src/debugging/engines/engine.ts';
import {findDebugger} from '../../../src/system/debugging/find-debugger.ts';
import {keepsCores, type Planted} from './planted.ts';

/** Declares a test of real programs. */
type PlantedTest = (title: string, body: (t: ExecutionContext, planted: Planted) => Promise<void>) => void;

/** What is missing to test with a debugger, as a title says it; null where nothing is. */
export function withoutDebugger(engine: EngineName): string | null {
  return findDebugger(engine) === null ? engine : null;
}

/** The same for tests that need the cores that the kernel writes. */
export function withoutCores(): string | null {
  return keepsCores() ? null : 'plain core files';
}

/** Tests of the planted module, which are skipped with the reason in their titles where something is missing. */
export function plantedTests(
  planted: Planted | null,
  missing: string | null,
  {prefix = '', isSerial = false}: {readonly prefix?: string; readonly isSerial?: boolean} = {},
): PlantedTest {
  const declare = isSerial ? test.serial : test;
  return (title, body) => {
    const text = prefix + title;
    if (planted === null) test.skip(`${text} (skipped: no gcc and a python3 with headers)`, () => {});
    else if (missing !== null) test.skip(`${text} (skipped: no ${missing})`, () => {});
    else declare(text, t => body(t, planted));
  };
}
