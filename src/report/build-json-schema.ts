import * as v from 'valibot';
import {debugSchema, targetSchema} from './json-schema.ts';

/**
 * What `build --json` writes: the plan (`--dry-run`), the proof, or why there is none. Programs rely on these keys as
 * on those of check-abi. Read by scripts and tests only.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const schemaVersion = v.literal(1);
const path = v.pipe(v.string(), v.description('Absolute.'));
const ndebug = v.nullable(v.picklist(['defined', 'not-defined', 'mixed']));

const project = v.strictObject({
  folder: path,
  name: v.nullable(v.string()),
  backend: v.string(),
  python: path,
  pythonVersion: v.string(),
  extSuffix: v.string(),
  mode: v.picklist(['inplace', 'editable', 'wheel']),
  debug: v.boolean(),
  optimize: v.picklist(['0', 'g']),
  assertions: v.boolean(),
  sanitize: v.array(v.picklist(['address', 'undefined', 'thread'])),
  objects: v.pipe(v.string(), v.description('The folder of objects and logs, absolute.')),
});

const plan = v.strictObject({
  schemaVersion,
  project,
  steps: v.array(v.strictObject({title: v.string(), command: v.array(v.string()), cwd: path})),
  environment: v.pipe(v.record(v.string(), v.nullable(v.string())), v.description('null: unset.')),
  missingRequirements: v.array(v.string()),
  compilers: v.pipe(
    v.array(
      v.strictObject({
        toolchain: v.string(),
        programs: v.pipe(v.array(v.string()), v.description('Names that lead to the wrapper.')),
        drop: v.pipe(v.array(v.string()), v.description('Shell patterns of arguments.')),
        addToCompile: v.array(v.string()),
        addToLink: v.array(v.string()),
      }),
    ),
    v.description('What the wrapper does to the calls of each compiler; empty on Windows.'),
  ),
});

const finding = v.strictObject({
  rule: v.string(),
  severity: v.picklist(['error', 'warning', 'note']),
  suppressed: v.optional(
    v.pipe(v.picklist(['per-file-ignores']), v.description('The configuration ignores it there.')),
  ),
  message: v.string(),
  evidence: v.array(v.string()),
  breaks: v.string(),
  fix: v.string(),
});

const proof = v.strictObject({
  schemaVersion,
  project,
  products: v.pipe(v.array(path), v.description('Modules, or wheels.')),
  log: path,
  sanitizedStart: v.pipe(
    v.nullable(v.string()),
    v.description('How to start Python with the sanitizers that were asked for.'),
  ),
  filesCompiled: count,
  ndebug: v.strictObject({release: ndebug, now: ndebug}),
  proved: v.boolean(),
  modules: v.array(
    v.strictObject({
      product: path,
      path: v.pipe(v.string(), v.description('In the wheel; the base name of a file.')),
      machine: v.nullable(v.string()),
      target: targetSchema,
      debug: v.nullable(debugSchema),
      findings: v.array(finding),
    }),
  ),
});

const failure = v.strictObject({schemaVersion, proved: v.literal(false), error: v.string()});

export const buildJsonSchema = v.pipe(
  v.union([plan, proof, failure]),
  v.title('pyxdbg build'),
  v.description('The document that pyxdbg build --json writes to stdout.'),
);
