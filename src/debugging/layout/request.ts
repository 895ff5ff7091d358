import * as v from 'valibot';

const Path = v.nullable(v.string());

/** What the walker asks where no table of its own fits: templates/runtime/walker/pyxdbg_walker/prober.py. */
export const LayoutRequestSchema = v.object({
  minor: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  isFreeThreaded: v.nullable(v.boolean()),
  executable: Path,
  /** The binary that holds `_PyRuntime`. */
  library: Path,
  buildId: Path,
  /** Of a process that runs; null for a core. */
  pid: v.nullable(v.pipe(v.number(), v.integer())),
});

export type LayoutRequest = v.InferOutput<typeof LayoutRequestSchema>;

/** What it gets: folders with tables made of headers, the likeliest first; without any, the end of a sentence. */
export interface LayoutAnswer {
  readonly made: readonly {readonly tables: string; readonly headers: string}[];
  readonly missing: string | null;
}
