import * as v from 'valibot';
import {UserError} from '../../errors.ts';
import type {InterpreterFacts} from '../../interpreter-build/model.ts';
import {answerLine, lastLine, runScript} from './run-python.ts';

const number = v.pipe(v.number(), v.integer(), v.minValue(0));
const texts = v.record(v.string(), v.string());

/** What templates/runtime/python-facts.py prints. */
const factsSchema = v.object({
  facts: v.literal(1),
  executable: v.pipe(v.string(), v.nonEmpty()),
  implementation: v.string(),
  version: v.strictTuple([number, number, number]),
  platform: v.string(),
  platformTag: v.string(),
  basePrefix: v.string(),
  debug: v.boolean(),
  freeThreaded: v.boolean(),
  configArgs: v.string(),
  library: v.nullable(v.string()),
  loadedLibrary: v.nullable(v.string()),
  abi: texts,
  sizes: v.record(v.string(), v.strictTuple([number, number])),
  builtinModules: v.array(v.string()),
  extensionModules: texts,
});

/** Asks an interpreter. Throws a UserError where it does not answer. */
export async function interpreterFacts(python: string): Promise<InterpreterFacts> {
  const outcome = await runScript(python, 'python-facts.py');
  const {success, output} = v.safeParse(factsSchema, answerLine(outcome.stdout, 'facts'));
  if (success) return output;
  const said = lastLine(outcome.stderr);
  throw new UserError({
    what: `does not answer as a Python interpreter${said === '' ? '' : `: it says "${said}"`}`,
    where: python,
    advice: 'name another with --python',
  });
}
