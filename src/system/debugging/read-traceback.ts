import {readFileSync, statSync} from 'node:fs';
import * as v from 'valibot';
import {type Traceback, TracebackSchema} from '../../debugging/traceback/model.ts';

/** A document within the walker's limits stays far below; a larger one is not one of its own. */
const MAX_BYTES = 128 << 20;

/** The document that the walker wrote; null where there is none. Throws an Error for one in another form: a bug. */
export function readTraceback(file: string): Traceback | null {
  const size = statSync(file, {throwIfNoEntry: false})?.size;
  if (size === undefined) return null;
  if (size > MAX_BYTES) throw new Error(`the walker wrote ${size} bytes`);
  const parsed = v.safeParse(TracebackSchema, JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`the walker's document: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}
