import * as v from 'valibot';

/**
 * What `python build --json` writes: the plan (`--dry-run`), the proof, or why there is none. Programs rely on these
 * keys as on those of check-abi. Read by scripts and tests only.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const schemaVersion = v.literal(1);
const path = v.pipe(v.string(), v.description('Absolute.'));
const names = v.array(v.string());

const original = v.strictObject({
  python: path,
  library: v.nullable(v.pipe(v.string(), v.description('libpython; null for a static build.'))),
  version: v.string(),
});

const plan = v.strictObject({
  schemaVersion,
  prefix: path,
  venv: path,
  original,
  source: v.string(),
  steps: v.array(v.strictObject({title: v.string(), command: names, cwd: path})),
  environment: v.pipe(v.record(v.string(), v.nullable(v.string())), v.description('null: unset.')),
  leftOut: v.pipe(
    v.array(v.strictObject({argument: v.string(), why: v.string()})),
    v.description('Arguments of the original that are not used.'),
  ),
});

const proof = v.strictObject({
  schemaVersion,
  proved: v.boolean(),
  prefix: path,
  python: path,
  version: v.string(),
  optimize: v.picklist(['0', 'g']),
  venv: v.nullable(v.strictObject({folder: path, python: path, pip: v.boolean()})),
  gdbScript: v.nullable(path),
  original,
  source: v.strictObject({
    from: v.string(),
    version: v.string(),
    match: v.picklist(['exact', 'same-version', 'other']),
  }),
  configured: names,
  points: v.array(
    v.strictObject({
      what: v.picklist([
        'sysconfig and sys',
        'exported names',
        'abidiff',
        'debug information',
        'release modules',
        'packages',
      ]),
      verdict: v.picklist(['ok', 'no', 'unknown']),
    }),
  ),
  facts: v.array(
    v.strictObject({name: v.string(), original: v.string(), built: v.string(), same: v.boolean()}),
  ),
  names: v.nullable(
    v.strictObject({
      exported: count,
      missing: v.array(
        v.strictObject({
          name: v.string(),
          reason: v.picklist(['module-in-a-file', 'module-not-built', 'own-of-the-original', 'of-cpython']),
        }),
      ),
      added: names,
    }),
  ),
  debug: v.strictObject({
    binaries: count,
    units: count,
    levels: v.record(v.string(), count),
    missingSources: count,
    findings: v.array(v.strictObject({path, rule: v.string(), message: v.string()})),
  }),
  abidiff: v.nullable(
    v.strictObject({
      changedFunctions: count,
      changedVariables: count,
      removed: count,
      added: count,
      withTypes: v.boolean(),
    }),
  ),
  missingModules: v.array(v.strictObject({name: v.string(), package: v.nullable(v.string())})),
  releaseModules: v.nullable(
    v.strictObject({
      loaded: count,
      failed: v.array(v.strictObject({name: v.string(), error: v.string()})),
    }),
  ),
  tried: v.array(
    v.strictObject({
      name: v.string(),
      version: v.string(),
      imported: names,
      compiled: count,
      error: v.string(),
    }),
  ),
});

const failure = v.strictObject({schemaVersion, proved: v.literal(false), error: v.string()});

export const pythonBuildJsonSchema = v.pipe(
  v.union([plan, proof, failure]),
  v.title('pyxdbg python build'),
  v.description('The document that pyxdbg python build --json writes to stdout.'),
);
