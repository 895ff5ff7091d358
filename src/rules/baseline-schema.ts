import * as v from 'valibot';

/** A baseline file: the findings that are known and do not fail a run. Written one finding a line, sorted. */
export const baselineSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal(1),
    findings: v.array(
      v.strictObject({
        project: v.pipe(
          v.string(),
          v.description('Normalised project name, or the name of the file or folder.'),
        ),
        path: v.pipe(v.string(), v.description('Path in the artefact, without versions, tags and hashes.')),
        rule: v.string(),
        subject: v.pipe(v.string(), v.description('The library, symbol or name concerned.')),
        format: v.pipe(
          v.nullable(v.picklist(['pe', 'elf', 'macho'])),
          v.description(
            'Format of the binary; not a part of the key. Tells which runs could have found it again.',
          ),
        ),
      }),
    ),
  }),
  v.title('pyxdbg baseline'),
);

/** The content of a baseline file. */
export type Baseline = v.InferOutput<typeof baselineSchema>;

/** One known finding. */
export type BaselineEntry = Baseline['findings'][number];

/** Holds a value against {@link baselineSchema}. Stands here so that a bundle keeps the parts of valibot in use only. */
export function checkBaseline(value: unknown): v.SafeParseResult<typeof baselineSchema> {
  return v.safeParse(baselineSchema, value);
}
