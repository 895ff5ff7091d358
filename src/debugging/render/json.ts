import * as v from 'valibot';
import {printableJson} from '../../report/printable.ts';
import {type Traceback, TracebackSchema} from '../traceback/model.ts';
import {type Verdict, VerdictSchema} from '../verdict/verdict.ts';

/** What `--json` prints: the verdict, and all that it was made from. */
export const tracebackJsonSchema = v.object({
  schemaVersion: v.literal(1),
  verdict: VerdictSchema,
  traceback: TracebackSchema,
});

/** The document as text, ending with a line break. */
export function tracebackJson(traceback: Traceback, verdict: Verdict): string {
  const document: v.InferOutput<typeof tracebackJsonSchema> = {schemaVersion: 1, verdict, traceback};
  return `${printableJson(document)}\n`;
}
