import * as v from 'valibot';

/** One line of the doctor's table. */
export const CheckSchema = v.object({
  /** What was looked at: `interpreter`, `compiler`, ... */
  name: v.string(),
  /** A `problem` keeps a command of pyxdbg's from working; a `warning` may. */
  status: v.picklist(['ok', 'warning', 'problem']),
  /** What was found, in a few words. */
  found: v.string(),
  /** What to do; null where nothing is to be done. */
  cure: v.nullable(v.string()),
});

export type Check = v.InferOutput<typeof CheckSchema>;

/** What `doctor --json` prints. */
export const doctorJsonSchema = v.object({
  schemaVersion: v.literal(1),
  checks: v.array(CheckSchema),
});

export const ok = (name: string, found: string): Check => ({name, status: 'ok', found, cure: null});
export const warning = (name: string, found: string, cure: string): Check => ({
  name,
  status: 'warning',
  found,
  cure,
});
export const problem = (name: string, found: string, cure: string): Check => ({
  name,
  status: 'problem',
  found,
  cure,
});
