import * as v from 'valibot';

/** What kind of trouble a process is in. */
export const VERDICT_KINDS = [
  /** A fatal signal in code. */
  'crash',
  /** abort(), assert, a failed check of libc. */
  'abort',
  /** The interpreter gave up: Py_FatalError. */
  'fatal-error',
  /** A C++ exception that nobody caught. */
  'uncaught-exception',
  'stack-overflow',
  /** Threads that wait for each other in a circle, or for one that is no more. */
  'deadlock',
  /** A thread that keeps running, others may wait for it. */
  'looping',
  /** All threads wait for something outside. */
  'waiting',
  /** Nothing stands out. */
  'running',
] as const;

export const VerdictSchema = v.object({
  kind: v.picklist(VERDICT_KINDS),
  /** The system's number of the thread that it is about. */
  thread: v.nullable(v.number()),
  /** The frame of that thread that it is about, as an index into its frames: the newest of the user's own. */
  frame: v.nullable(v.number()),
  /** One sentence without a period: `Segmentation fault: read of address 0x0`. */
  headline: v.string(),
  /** Where: `in sum_weights, crashy.c:12, main thread, holds GIL`; null where there is no one place. */
  place: v.nullable(v.string()),
  /** What else follows for sure from what was read: `n->weights is NULL`. */
  reasons: v.array(v.string()),
  /** What is likely, and not proved: how such a thing mostly comes about. */
  hints: v.array(v.string()),
});

export type Verdict = v.InferOutput<typeof VerdictSchema>;
