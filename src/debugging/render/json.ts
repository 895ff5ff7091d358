import * as v from 'valibot';
import {printableJson} from '../../report/printable.ts';
import {type Traceback, TracebackSchema} from '../traceback/model.ts';
import {type Verdict, VerdictSchema} from '../verdict/verdict.ts';
import {ExcerptSchema, excerpts} from './excerpts.ts';
import type {Sources} from './text-options.ts';

/** What `--json` prints: the verdict, all that it was made from, and the source lines around the frames. */
export const tracebackJsonSchema = v.object({
  schemaVersion: v.literal(1),
  verdict: VerdictSchema,
  traceback: TracebackSchema,
  sources: v.array(ExcerptSchema),
});

/** The document as text, ending with a line break. */
export function tracebackJson(traceback: Traceback, verdict: Verdict, sources: Sources): string {
  const document: v.InferOutput<typeof tracebackJsonSchema> = {
    schemaVersion: 1,
    verdict,
    traceback,
    sources: [...excerpts(traceback, sources)],
  };
  return `${printableJson(document)}\n`;
}
