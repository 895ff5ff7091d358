import * as v from 'valibot';

/**
 * What `check-abi --output-format json` writes. Programs rely on these keys: they may be added to, not renamed or
 * taken away without a new `schemaVersion`. Read by scripts and tests only; the renderer takes its type from here.
 */
const severity = v.picklist(['error', 'warning', 'note']);
const nullableString = v.nullable(v.string());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const finding = v.strictObject({
  rule: v.pipe(v.string(), v.description('Name of the rule; stable.')),
  severity,
  message: v.pipe(v.string(), v.description('One sentence, without a final period.')),
  evidence: v.pipe(v.array(v.string()), v.description('A label, two blanks and a text each.')),
  breaks: v.pipe(v.string(), v.description('What goes wrong, as the user will see it.')),
  fix: v.pipe(v.string(), v.description('What cures it.')),
  url: v.pipe(v.string(), v.url(), v.description('The page of the rule.')),
  suppressed: v.exactOptional(
    v.pipe(
      v.picklist(['baseline', 'per-file-ignores']),
      v.description(
        'What silenced the finding; it then counts neither for the verdict nor for the exit status.',
      ),
    ),
  ),
});

export const targetSchema = v.strictObject({
  pythons: v.pipe(
    v.nullable(v.array(v.string())),
    v.description('Python versions such as `3.12`; the lowest one with `abi3`; null where not known.'),
  ),
  abi: v.pipe(nullableString, v.description('ABI tag such as `cp312`, `cp313t` or `abi3`.')),
  platform: v.pipe(nullableString, v.description('Platform tag such as `win_amd64`.')),
  crt: v.pipe(nullableString, v.description('The C runtime that this Python uses, such as `ucrt`.')),
  from: v.pipe(
    v.nullable(v.picklist(['wheel-tag', 'file-tag', 'against', 'python', 'import', 'environment'])),
    v.description('Where the target was read from.'),
  ),
});

/** A node of the dependency tree, with the nodes below it. */
export interface JsonDependency {
  library: string;
  place: 'artefact' | 'python' | 'system' | 'redistributable' | 'requirement' | 'machine' | 'missing';
  path: string | null;
  crt: string[];
  names: number | null;
  needs: JsonDependency[];
}

const dependency: v.GenericSchema<JsonDependency> = v.strictObject({
  library: v.pipe(v.string(), v.description('As the binary that needs it spells it.')),
  place: v.picklist(['artefact', 'python', 'system', 'redistributable', 'requirement', 'machine', 'missing']),
  path: v.pipe(nullableString, v.description('Where it was found, in the artefact or on this machine.')),
  crt: v.array(v.string()),
  names: v.pipe(
    v.nullable(count),
    v.description('How many names are imported from it, where the format tells.'),
  ),
  needs: v.array(v.lazy(() => dependency)),
});

export const debugSchema = v.strictObject({
  format: v.nullable(v.picklist(['dwarf', 'codeview'])),
  units: v.pipe(count, v.description("Without the compiler's runtime and assembly.")),
  levels: v.pipe(
    v.record(v.string(), count),
    v.description('Units by how they were compiled: `-O0`, `/Od`, ...; `unknown` where nobody recorded it.'),
  ),
  optimised: count,
  unknown: count,
  lto: count,
  ndebug: v.pipe(
    v.nullable(v.picklist(['defined', 'not-defined', 'mixed'])),
    v.description('NDEBUG by the command lines in a PDB; null where none is recorded, as in DWARF.'),
  ),
  missingSources: v.array(v.string()),
  unknownSources: v.pipe(count, v.description('Units whose sources have paths of another system.')),
  identity: v.nullable(v.strictObject({kind: v.picklist(['build-id', 'pdb', 'uuid']), value: v.string()})),
  debugFile: v.pipe(
    v.nullable(v.strictObject({path: v.string(), matches: v.boolean()})),
    v.description('A PDB or other debug file beside the binary.'),
  ),
});

const binary = v.strictObject({
  path: v.pipe(v.string(), v.description('Relative to the artefact.')),
  format: v.nullable(v.picklist(['pe', 'elf', 'macho'])),
  machine: nullableString,
  role: v.picklist(['module', 'library', 'interpreter', 'executable']),
  target: targetSchema,
  crt: v.pipe(
    v.array(v.string()),
    v.description('C runtimes in use: `ucrt`, `msvcr90`, `msvcr90d`, `static`, ...'),
  ),
  verdict: v.picklist(['ok', 'note', 'warning', 'error']),
  findings: v.array(finding),
  dependencies: v.exactOptional(
    v.pipe(v.array(dependency), v.description('With --tree: what a module loads, and where that is found.')),
  ),
  debug: v.exactOptional(v.pipe(debugSchema, v.description('With --debug: how its parts were compiled.'))),
  facts: v.exactOptional(v.pipe(v.unknown(), v.description('With --facts: what was read from the binary.'))),
});

const artefact = v.strictObject({
  path: v.pipe(v.string(), v.description('As it was named on the command line.')),
  kind: v.string(),
  binaries: v.array(binary),
  error: v.exactOptional(v.pipe(v.string(), v.description('Why the artefact could not be read.'))),
  notes: v.exactOptional(v.array(v.string())),
});

/** The whole document. */
export const jsonReportSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal(1),
    artefacts: v.array(artefact),
    vanished: v.pipe(
      v.array(v.string()),
      v.description('Entries of the baseline that were not found again.'),
    ),
    summary: v.strictObject({
      artefacts: count,
      binaries: count,
      errors: count,
      warnings: count,
      notes: count,
      suppressed: count,
    }),
  }),
  v.title('pyxdbg check-abi report'),
);

/** The whole document, as a type. */
export type JsonReport = v.InferOutput<typeof jsonReportSchema>;
