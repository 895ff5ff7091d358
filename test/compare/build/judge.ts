import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import * as v from 'valibot';

const judgement = v.strictObject({
  units: v.array(v.strictObject({producer: v.string(), directory: v.string()})),
  hasSymbols: v.boolean(),
  needed: v.array(v.string()),
  definesNdebug: v.boolean(),
  callsAssert: v.boolean(),
  pyDebugNames: v.array(v.string()),
});

/** What pyelftools and readelf say of an ELF module. */
export type Judgement = v.InferOutput<typeof judgement>;

/** Asks judge.py, on a Python that has pyelftools, of each file. */
export function judge(python: string, files: readonly string[]): readonly Judgement[] {
  const script = join(import.meta.dirname, 'judge.py');
  const text = execFileSync(python, [script, ...files], {encoding: 'utf8', maxBuffer: 2 ** 28});
  return v.parse(v.array(judgement), JSON.parse(text));
}
