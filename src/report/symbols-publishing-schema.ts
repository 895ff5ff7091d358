import * as v from 'valibot';

/** What `symbols split`, `publish` and `prune` write with `--json`. Read by scripts and tests only. */
const schemaVersion = v.literal(1);
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.description('In bytes.'));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const path = v.pipe(v.string(), v.description('Absolute.'));
const guid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

const identity = v.variant('kind', [
  v.strictObject({kind: v.literal('pdb'), guid, age: whole, file: v.string()}),
  v.strictObject({kind: v.literal('build-id'), id: v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))}),
  v.strictObject({kind: v.literal('debuglink'), file: v.string(), crc32: whole}),
  v.strictObject({kind: v.literal('uuid'), uuids: v.array(guid)}),
]);

const splitBinary = v.strictObject({
  path: v.pipe(v.string(), v.description('In the wheel; the base name of a file.')),
  format: v.picklist(['elf', 'pe', 'macho']),
  machine: v.string(),
  action: v.picklist(['split', 'kept', 'impossible']),
  why: v.nullable(v.string()),
  tool: v.pipe(v.nullable(v.string()), v.description('The program that took it apart; null for a PDB.')),
  identity: v.pipe(v.nullable(identity), v.description('What the debug information is found by.')),
  debugFiles: v.array(
    v.strictObject({
      path: v.pipe(v.string(), v.description('Below debugFolder, with slashes.')),
      sizeBytes: bytes,
    }),
  ),
  sizeBeforeBytes: bytes,
  sizeAfterBytes: bytes,
  notes: v.array(v.string()),
});

export const splitJsonSchema = v.pipe(
  v.strictObject({
    schemaVersion,
    dryRun: v.boolean(),
    artefacts: v.array(
      v.strictObject({
        artefact: path,
        kind: v.picklist(['wheel', 'file']),
        output: path,
        debugFolder: path,
        binaries: v.array(splitBinary),
        notes: v.array(v.string()),
        sizeBeforeBytes: bytes,
        sizeAfterBytes: bytes,
      }),
    ),
  }),
  v.title('pyxdbg symbols split'),
  v.description('The document that pyxdbg symbols split --json writes to stdout.'),
);

const below = v.pipe(v.string(), v.description('Below the store, with slashes.'));

export const publishJsonSchema = v.pipe(
  v.strictObject({
    schemaVersion,
    dryRun: v.boolean(),
    store: path,
    twoTier: v.boolean(),
    files: v.array(
      v.strictObject({
        input: v.pipe(v.string(), v.description('As it was named; in a wheel WHEEL: MEMBER.')),
        kind: v.picklist(['pdb', 'pe', 'pe-debug', 'elf', 'macho', 'source']),
        foundBy: v.string(),
        sizeBytes: bytes,
        places: v.array(v.strictObject({path: below, state: v.picklist(['added', 'there', 'replaced'])})),
      }),
    ),
    skipped: v.array(v.strictObject({input: v.string(), why: v.string()})),
    missingSources: v.pipe(
      v.nullable(v.array(path)),
      v.description('Named by debug information and not on this machine; null without --sources.'),
    ),
  }),
  v.title('pyxdbg symbols publish'),
  v.description('The document that pyxdbg symbols publish --json writes to stdout.'),
);

const groups = v.array(
  v.strictObject({
    paths: v.array(below),
    sizeBytes: bytes,
    lastUsed: v.pipe(v.string(), v.isoTimestamp()),
  }),
);

export const pruneJsonSchema = v.pipe(
  v.strictObject({
    schemaVersion,
    dryRun: v.boolean(),
    store: path,
    removed: groups,
    kept: groups,
    unfinished: v.array(below),
    failed: v.array(v.strictObject({path: below, problem: v.string()})),
  }),
  v.title('pyxdbg symbols prune'),
  v.description('The document that pyxdbg symbols prune --json writes to stdout.'),
);
