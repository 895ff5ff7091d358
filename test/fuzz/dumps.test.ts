import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder} from '../builders/tools.ts';
import {runCampaign} from './campaign.ts';
import {dumpSeeds} from './seed-dumps.ts';

const SEED = 20261128;
const MUTANTS = 1500;

test('no mutant of a core or a minidump escapes the readers, or is slow, or takes much memory', async t => {
  t.timeout(180_000);
  const folder = temporaryFolder();
  const seeds = dumpSeeds();
  for (const [name, bytes] of seeds) writeFileSync(join(folder, name), bytes);
  t.log(`seed ${SEED}`);
  const summary = await runCampaign({
    folder,
    names: [...seeds.keys()],
    attempt: new URL('attempt-dump.ts', import.meta.url).href,
    seed: SEED,
    from: 0,
    to: MUTANTS,
  });
  t.deepEqual(summary.failures, []);
  t.is(summary.mutants, MUTANTS);
  for (const kind of ['core', 'dmp']) {
    const outcomes = [...summary.outcomes.keys()].filter(key => key.startsWith(`${kind} `));
    t.true(
      outcomes.some(key => key.endsWith('facts')),
      `${kind}: ${outcomes}`,
    );
    t.true(
      outcomes.some(key => /truncated|not-a-binary/.test(key)),
      `${kind}: ${outcomes}`,
    );
  }
});
