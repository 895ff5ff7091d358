import * as v from 'valibot';

const text = v.pipe(v.string('is no text'), v.nonEmpty('is empty'));
const flag = v.boolean('is neither true nor false');
/** A file or folder; Python's None where it has none. */
const place = v.nullable(text);

/** What templates/runtime/probe.py prints. */
const answerSchema = v.object(
  {
    implementation: v.pipe(text, v.regex(/^[\w.-]+$/, 'is no name')),
    version: v.strictTuple(
      [
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)),
        v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99)),
      ],
      'is not a major and a minor number',
    ),
    freeThreaded: flag,
    debug: flag,
    wideUnicode: flag,
    /** As a wheel tag spells it: `linux_x86_64`. */
    platform: v.pipe(text, v.regex(/^\w+$/, 'is no platform tag')),
    /** In the order in which it looks for them. */
    suffixes: v.pipe(
      v.array(v.pipe(text, v.regex(/^\w*\.[\w.-]+$/, 'is no file name suffix')), 'is no list'),
      v.nonEmpty('is empty'),
    ),
    /** pythonXY.dll on Windows, else the executable, links resolved. */
    binary: place,
    /** Where a shared build has its libpython. */
    libraryFolder: place,
  },
  'is no object',
);

/** What an interpreter said of itself. */
export type ProbedInterpreter = v.InferOutput<typeof answerSchema>;

/** The answer in the last line of what a probe printed, or one clause that says what is wrong with it. */
export function parseAnswer(stdout: string): ProbedInterpreter | string {
  let value: unknown;
  try {
    value = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    return 'does not answer as a Python interpreter';
  }
  const {success, output, issues} = v.safeParse(answerSchema, value);
  if (success) return output;
  const [issue] = issues;
  const field = v.getDotPath(issue);
  return `does not answer as a Python interpreter: ${field === null ? 'the answer' : `\`${field}\``} ${wordsOf(issue.message)}`;
}

/** valibot's own messages (`Invalid key: Expected "debug" but received undefined`) as a clause. */
function wordsOf(message: string): string {
  if (/received undefined$/.test(message)) return 'is missing';
  return message.startsWith('Invalid') ? 'is not as it should be' : message;
}
