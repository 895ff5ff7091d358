// Reads changed binaries and archives, or PDBs and the archives of debug files, in child processes and reports every one
// that is not read or refused cleanly, that takes more than a second, or more than 150 MiB.
//   node scripts/fuzz.ts --mutants 20000 --seed 1 [--kind debug-files] [--seeds-dir DIR] [--jobs 2]
//   node scripts/fuzz.ts --seed 1 --replay 1234 [--kind debug-files] [--save FILE]
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {memorySource, pagedSource} from '../src/binary/byte-source.ts';
import {attempt as attemptBinary} from '../test/fuzz/attempt.ts';
import {attempt as attemptDebugFile} from '../test/fuzz/attempt-debug-files.ts';
import {LIMITS, runCampaign, type Summary} from '../test/fuzz/campaign.ts';
import {recordingSource} from '../test/fuzz/hot-spots.ts';
import {writeDebugSeeds} from '../test/fuzz/seed-debug-files.ts';
import {writeSeeds} from '../test/fuzz/seeds.ts';
import {loadSeeds, mutantAt} from '../test/fuzz/work.ts';

const {values} = parseArgs({
  options: {
    mutants: {type: 'string', default: '20000'},
    from: {type: 'string', default: '0'},
    seed: {type: 'string', default: '1'},
    kind: {type: 'string', default: 'binaries'},
    'seeds-dir': {type: 'string'},
    jobs: {type: 'string', default: '2'},
    replay: {type: 'string'},
    save: {type: 'string'},
  },
});

const KINDS = {
  binaries: {file: 'attempt.ts', attempt: attemptBinary, write: writeSeeds},
  'debug-files': {file: 'attempt-debug-files.ts', attempt: attemptDebugFile, write: writeDebugSeeds},
};
if (values.kind !== 'binaries' && values.kind !== 'debug-files') {
  throw new Error(`--kind is binaries or debug-files, not ${values.kind}`);
}
const kind = KINDS[values.kind];

/** Larger files take longer to copy than to read. */
const MAX_SEED_BYTES = 2 * 1024 * 1024;

const seed = Number(values.seed);
const folder = values['seeds-dir'] ?? mkdtempSync(join(tmpdir(), 'pyxdbg-fuzz-'));
try {
  const seeds = values['seeds-dir'] ? {folder, names: filesOf(folder)} : kind.write(folder);
  if (seeds.names.length === 0)
    throw new Error(`${folder}: holds no file of at most ${MAX_SEED_BYTES} bytes`);
  process.exitCode =
    values.replay === undefined ? await run(seeds) : await replay(seeds, Number(values.replay));
} finally {
  if (!values['seeds-dir']) rmSync(folder, {recursive: true, force: true});
}

function filesOf(path: string): string[] {
  return readdirSync(path, {recursive: true, encoding: 'utf8'})
    .filter(name => {
      const status = statSync(join(path, name));
      return status.isFile() && status.size <= MAX_SEED_BYTES;
    })
    .sort();
}

type Seeds = ReturnType<typeof writeSeeds>;

async function run(seeds: Seeds): Promise<number> {
  const [from, count] = [Number(values.from), Number(values.mutants)];
  console.log(`seed ${seed}, ${count} mutants of ${seeds.names.length} files`);
  const start = performance.now();
  const summary = await runCampaign({
    ...seeds,
    attempt: new URL(`../test/fuzz/${kind.file}`, import.meta.url).href,
    seed,
    from,
    to: from + count,
    jobs: Number(values.jobs),
  });
  print(summary, (performance.now() - start) / 1000);
  return summary.failures.length === 0 ? 0 : 1;
}

function print({mutants, outcomes, worst, peakExtraMiB, failures}: Summary, seconds: number): void {
  for (const [outcome, count] of outcomes) console.log(`${String(count).padStart(7)}  ${outcome}`);
  console.log(
    `${mutants} mutants in ${seconds.toFixed(1)} s; limits: ${LIMITS.cpuMs} ms, ${LIMITS.extraMiB} MiB`,
  );
  console.log(`worst time: ${worst.cpuMs.toFixed(0)} ms (mutant ${worst.index}, ${worst.name})`);
  console.log(`most memory of one process, garbage of many mutants included: ${peakExtraMiB.toFixed(0)} MiB`);
  for (const {index, name, what, detail} of failures) {
    console.log(`\n${what}: mutant ${index} of ${name}\n${detail}`);
  }
  if (failures.length > 0)
    console.log(`\n${failures.length} failures. One again: --seed ${seed} --replay NUMBER`);
  else console.log('no failures');
}

/** Reads one mutant in this process, so that a debugger or a profiler can watch. */
async function replay(seeds: Seeds, index: number): Promise<number> {
  const loaded = await Promise.all(
    loadSeeds(seeds).map(async (bytes, which) => {
      const {source, spots} = recordingSource(bytes);
      await kind.attempt(seeds.names[which] ?? '', source);
      return {bytes, spots: spots()};
    }),
  );
  const {name, bytes, steps} = mutantAt(seed, index, seeds.names, loaded);
  console.log(`mutant ${index} of seed ${seed}: ${name}, ${bytes.length} bytes`);
  for (const step of steps) console.log(`  ${step}`);
  if (values.save) writeFileSync(values.save, bytes);
  const start = performance.now();
  try {
    console.log(await kind.attempt(name, pagedSource(memorySource(bytes))));
    return 0;
  } catch (error) {
    console.log(error);
    return 1;
  } finally {
    console.log(`${(performance.now() - start).toFixed(0)} ms`);
  }
}
