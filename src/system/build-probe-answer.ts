import * as v from 'valibot';

/** Longer than any real path or set of flags, in characters. */
const MAX_TEXT = 20_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT), v.regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/));
const name = v.pipe(text, v.nonEmpty());
const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999));
const version = v.strictTuple([number, number, number]);

const VARIABLES = [
  'CC',
  'CXX',
  'CFLAGS',
  'OPT',
  'LDSHARED',
  'LDCXXSHARED',
  'LDFLAGS',
  'CCSHARED',
  'BLDSHARED',
] as const;

/** What templates/runtime/build-probe.py prints. */
const answerSchema = v.strictObject({
  probe: v.literal(1),
  version,
  implementation: v.pipe(name, v.regex(/^[\w.-]+$/)),
  /** Empty where the interpreter does not know. */
  executable: text,
  freeThreaded: v.boolean(),
  debug: v.boolean(),
  platform: v.pipe(name, v.regex(/^[\w.-]+$/)),
  platformTag: v.pipe(name, v.regex(/^\w+$/)),
  extSuffix: v.pipe(text, v.regex(/^\w*\.[\w.-]+$/)),
  config: v.strictObject(v.entriesFromList(VARIABLES, text)),
  // To valibot a list is a record, too.
  installed: v.pipe(
    v.custom<Record<string, unknown>>(value => !Array.isArray(value)),
    v.record(name, name),
  ),
  prefix: name,
  basePrefix: name,
});

/** An answer that holds. */
export type BuildProbeAnswer = v.InferOutput<typeof answerSchema>;

/** A Python before 3.6 says no more. */
const oldSchema = v.strictObject({probe: v.literal(1), version});

/** The answer among what an interpreter printed, or one clause that says what is wrong with it. */
export function parseBuildAnswer(stdout: string): BuildProbeAnswer | string {
  const line = stdout.split(/\r?\n/).findLast(one => one.startsWith('{"probe":'));
  if (line === undefined) return 'does not answer as a Python interpreter';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'does not answer as a Python interpreter';
  }
  const old = v.safeParse(oldSchema, value);
  if (old.success) {
    const [major, minor] = old.output.version;
    return `is Python ${major}.${minor}, and builds need Python 3.6 or later`;
  }
  const {success, output, issues} = v.safeParse(answerSchema, value);
  if (success) return output;
  const field = v.getDotPath(issues[0])?.split('.')[0];
  return `does not answer as a Python interpreter: ${field ? `\`${field}\`` : 'the answer'} is not as it should be`;
}
