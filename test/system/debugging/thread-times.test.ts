import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import test from 'ava';
import {sampleThreadTimes} from '../../../src/system/debugging/thread-times.ts';

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

(canPin ? test : test.skip)(
  `what waits for a processor counts as running${canPin ? '' : ' (there is no taskset)'}`,
  async t => {
    // Three that want the same processor get a third of it each.
    const busy = Array.from(
      {length: 3},
      (): ChildProcess => spawn('taskset', ['-c', '0', 'sh', '-c', 'while :; do :; done'], {stdio: 'ignore'}),
    );
    t.teardown(() => busy.forEach(one => void one.kill('SIGKILL')));
    const samples = await Promise.all(busy.map(({pid = 0}) => sampleThreadTimes(pid)));
    const all = samples.flat();
    t.is(all.length, 3);
    const shares = all.map(({usedMs, sampleMs}) => usedMs / sampleMs);
    // One processor gives no more than 1 in all.
    t.true(shares.reduce((sum, share) => sum + share, 0) > 1.5, shares.join(' '));
  },
);

test('a thread that sleeps uses no time', async t => {
  const sleeping = spawn('sleep', ['60'], {stdio: 'ignore'});
  t.teardown(() => void sleeping.kill('SIGKILL'));
  const [one] = await sampleThreadTimes(sleeping.pid ?? 0);
  t.true(one !== undefined && one.usedMs < one.sampleMs / 2);
});
