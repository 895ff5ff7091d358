/** V8 complains on stderr of a flag that it does not know: only the versions of Node.js that were tried. */
const TRIED_NODE = {young: {from: 20, to: 24}, compiler: {from: 24, to: 24}};

/**
 * Settings of V8 for a run over many files (bench/README.md). Not for a single file: loading `node:v8` takes a
 * millisecond.
 *
 * The young generation stays at the few megabytes that it has at start. The facts of an artefact outlive many of its
 * collections, which V8 takes for a reason to let it grow, to 32 MiB and more; that would save no time here.
 *
 * The optimising compilers wait ten times longer and more. V8 is set up for programs that run for minutes: compiling
 * every function that is called a few hundred times takes two fifths of the processor time of a run of a second, and
 * 10 MiB, and comes too late to be of use. Loops are still compiled while they run, with less of what they call copied
 * into them.
 */
export function settleForManyFiles(): void {
  const major = Number.parseInt(process.versions.node, 10);
  const flags = [
    ...(isWithin(major, TRIED_NODE.young) ? ['--semi-space-growth-factor=1'] : []),
    ...(isWithin(major, TRIED_NODE.compiler)
      ? [
          '--invocation-count-for-maglev=6000',
          '--invocation-count-for-turbofan=100000',
          '--max-maglev-inlined-bytecode-size-cumulative=200',
          '--max-inlined-bytecode-size-cumulative=200',
        ]
      : []),
  ];
  if (flags.length === 0) return;
  const {setFlagsFromString} = process.getBuiltinModule('node:v8');
  for (const flag of flags) setFlagsFromString(flag);
}

function isWithin(major: number, {from, to}: {readonly from: number; readonly to: number}): boolean {
  return major >= from && major <= to;
}
