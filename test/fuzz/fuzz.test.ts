import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder} from '../builders/tools.ts';
import {LIMITS, runCampaign, type Summary} from './campaign.ts';
import {mutate} from './mutate.ts';
import {mutantRandom} from './random.ts';
import {writeDebugSeeds} from './seed-debug-files.ts';
import {writeSeeds} from './seeds.ts';

const SEED = 20261122;

// One campaign at a time: each takes the processors of the machine.
test.serial(
  'no mutant of a binary or an archive escapes the readers, or is slow, or takes much memory',
  async t => {
    t.timeout(180_000);
    const summary = await runCampaign({
      ...writeSeeds(temporaryFolder()),
      attempt: new URL('attempt.ts', import.meta.url).href,
      seed: SEED,
      from: 0,
      to: 1500,
    });
    const {worst, peakExtraMiB} = summary;
    t.log(`seed ${SEED}: again by scripts/fuzz.ts --seed ${SEED} --replay NUMBER`);
    t.log(
      `worst ${Math.round(worst.cpuMs)} ms (mutant ${worst.index}, ${worst.name}), ${Math.round(peakExtraMiB)} MiB`,
    );
    t.deepEqual(summary.failures, []);
    t.is(summary.mutants, 1500);
    // The mutations are neither too weak nor too strong: each kind is read sometimes, and refused sometimes.
    for (const kind of ['pe', 'macho', 'whl']) {
      const outcomes = [...summary.outcomes.keys()].filter(key => key.startsWith(`${kind} `));
      t.true(
        outcomes.some(key => key.endsWith('facts')),
        `${kind}: ${outcomes}`,
      );
      t.true(
        outcomes.some(key => /truncated|refused/.test(key)),
        `${kind}: ${outcomes}`,
      );
    }
  },
);

test.serial('no mutant of a PDB or of an archive of debug files escapes the readers', async t => {
  t.timeout(180_000);
  const summary = await runCampaign({
    ...writeDebugSeeds(temporaryFolder()),
    attempt: new URL('attempt-debug-files.ts', import.meta.url).href,
    seed: SEED,
    from: 0,
    to: 1000,
  });
  const {worst, peakExtraMiB} = summary;
  t.log(`seed ${SEED}: again by scripts/fuzz.ts --kind debug-files --seed ${SEED} --replay NUMBER`);
  t.log(
    `worst ${Math.round(worst.cpuMs)} ms (mutant ${worst.index}, ${worst.name}), ${Math.round(peakExtraMiB)} MiB`,
  );
  t.deepEqual(summary.failures, []);
  t.is(summary.mutants, 1000);
  for (const kind of ['pdb', 'cab', 'msi', 'zip', 'tar', 'tgz', 'tzst']) {
    const outcomes = [...summary.outcomes.keys()].filter(key => key.startsWith(`${kind} `));
    t.true(
      outcomes.some(key => /facts|members/.test(key)),
      `${kind}: ${outcomes}`,
    );
    t.true(
      outcomes.some(key => /truncated/.test(key)),
      `${kind}: ${outcomes}`,
    );
  }
});

const PLANTED = new URL('planted.ts', import.meta.url).href;

/** A campaign on one planted defect: a file of dots, changed in two mutants. */
async function planted(name: string): Promise<Summary> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), '.'.repeat(64));
  return runCampaign({folder, names: [name], attempt: PLANTED, seed: 1, from: 0, to: 2, jobs: 1});
}

for (const [name, what, detail] of [
  ['throw.txt', 'error', /TypeError: planted/],
  ['exit.txt', 'crash', /ended with 7/],
  ['slow.txt', 'slow', /ms$/],
  ['memory.txt', 'memory', /MiB$/],
] as const) {
  test.serial(`a campaign reports a reader with the defect of ${name}`, async t => {
    t.timeout(60_000);
    const {failures} = await planted(name);
    t.true(failures.length >= 1);
    t.true(failures.every(failure => failure.what === what && failure.name === name));
    t.regex(failures[0]?.detail ?? '', detail);
  });
}

test.serial('a campaign on a reader without defects reports none', async t => {
  const {failures, mutants} = await planted('well.txt');
  t.deepEqual(failures, []);
  t.is(mutants, 2);
});

test.serial('a seed that cannot be read stops the campaign', async t => {
  const campaign = {
    folder: temporaryFolder(),
    names: ['absent.pe'],
    attempt: PLANTED,
    seed: 1,
    from: 0,
    to: 1,
  };
  await t.throwsAsync(runCampaign(campaign), {message: /the seeds cannot be read/});
});

test('the same seed and index give the same mutant, another index another', t => {
  const seed = {bytes: Buffer.from('a file of some bytes'.repeat(20)), spots: [{offset: 4, length: 8}]};
  const other = Buffer.from('another');
  const make = (index: number) => mutate(seed, other, mutantRandom(SEED, index));
  t.deepEqual(make(7), make(7));
  const different = new Set(
    Array.from({length: 100}, (_, index) => Buffer.from(make(index).bytes).toString('hex')),
  );
  t.true(different.size > 90);
  t.is(seed.bytes.toString(), 'a file of some bytes'.repeat(20));
});

test('the limits are those that the project promises', t => {
  t.like(LIMITS, {cpuMs: 1000, extraMiB: 150});
});
