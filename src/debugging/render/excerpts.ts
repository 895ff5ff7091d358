import * as v from 'valibot';
import type {Traceback} from '../traceback/model.ts';
import {isOwn} from '../verdict/frame-words.ts';
import {snippet} from './snippet.ts';
import type {Sources} from './text-options.ts';

export const ExcerptSchema = v.object({
  /** As the frames name it. */
  file: v.string(),
  /** The file that the lines were read from, where it is another. */
  readFrom: v.nullable(v.string()),
  lines: v.array(v.object({number: v.number(), text: v.string()})),
});

export type Excerpt = v.InferOutput<typeof ExcerptSchema>;

/** Lines before and behind each frame's own. */
const AROUND = 5;
/** Lines in all: a report of hundreds of threads stays readable by a machine, too. */
const MAX_LINES = 4000;

/** The source lines around the frames of the user's own, each once, those of the first threads first. */
export function excerpts({threads}: Traceback, sources: Sources): readonly Excerpt[] {
  const files = new Map<string, Map<number, string>>();
  let count = 0;
  for (const frame of threads.flatMap(({frames}) => frames)) {
    if (!isOwn(frame) || frame.file === null) continue;
    const lines = files.get(frame.file) ?? new Map<number, string>();
    for (const {number, text} of snippet(frame, sources, AROUND)) {
      if (lines.has(number) || count >= MAX_LINES) continue;
      lines.set(number, text);
      count += 1;
    }
    if (lines.size > 0) files.set(frame.file, lines);
  }
  return [...files].map(([file, lines]) => ({
    file,
    readFrom: sources.elsewhere?.(file) ?? null,
    lines: [...lines].sort(([one], [other]) => one - other).map(([number, text]) => ({number, text})),
  }));
}
