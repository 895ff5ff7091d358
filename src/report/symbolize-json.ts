import * as v from 'valibot';
import {printableJson} from './printable.ts';

/** What `symbolize --json` prints. */
export const symbolizeJsonSchema = v.object({
  schemaVersion: v.literal(1),
  frames: v.array(
    v.object({
      /** The line of the log, from 1. */
      line: v.number(),
      /** As the log names it. */
      module: v.string(),
      /** The file that it was found as. */
      path: v.nullable(v.string()),
      /** The innermost inlined function first. */
      places: v.array(
        v.object({
          function: v.nullable(v.string()),
          file: v.nullable(v.string()),
          line: v.nullable(v.number()),
        }),
      ),
      /** Why nothing is known of it. */
      problem: v.nullable(v.string()),
    }),
  ),
});

type Frames = v.InferOutput<typeof symbolizeJsonSchema>['frames'];
type DeepReadonly<T> = T extends object ? {readonly [Key in keyof T]: DeepReadonly<T[Key]>} : T;

/** The document as text, ending with a line break. */
export function symbolizeJson(frames: DeepReadonly<Frames>): string {
  return `${printableJson({schemaVersion: 1, frames})}\n`;
}
