/** V8 complains on stderr of a flag that it does not know: only the versions of Node.js that were tried. */
const LAST_TRIED_NODE = 24;

/**
 * Keeps V8's young generation at the few megabytes that it has at start. The facts of an artefact outlive many of its
 * collections, which V8 takes for a reason to let it grow, to 32 MiB and more; that would save no time here
 * (bench/README.md). Not for a single file: loading `node:v8` takes a millisecond.
 */
export function keepYoungGenerationSmall(): void {
  if (Number.parseInt(process.versions.node, 10) > LAST_TRIED_NODE) return;
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}
