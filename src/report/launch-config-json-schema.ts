import * as v from 'valibot';

/** What `launch-config --json` writes. Read by scripts and tests only; the renderer takes its type from here. */
export const launchConfigJsonSchema = v.strictObject({
  schemaVersion: v.literal(1),
  command: v.literal('launch-config'),
  action: v.pipe(v.picklist(['write', 'check', 'undo']), v.description('What was asked for.')),
  dryRun: v.boolean(),
  interpreter: v.pipe(v.nullable(v.string()), v.description('Absolute; null for undo.')),
  target: v.pipe(v.nullable(v.string()), v.description('What Python is told to run; null for undo.')),
  files: v.pipe(
    v.array(v.string()),
    v.description('Relative to the project: what was written or taken back, or would be.'),
  ),
  findings: v.pipe(
    v.array(
      v.strictObject({
        where: v.pipe(v.string(), v.description('A file, module or program.')),
        entry: v.pipe(v.nullable(v.string()), v.description('The entry of the file.')),
        problem: v.string(),
        cure: v.string(),
      }),
    ),
    v.description('What would keep F5 from working, with --check.'),
  ),
  notes: v.array(v.string()),
});

/** The whole document, as a type. */
export type LaunchConfigJson = v.InferOutput<typeof launchConfigJsonSchema>;
