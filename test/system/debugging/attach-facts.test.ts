import {existsSync} from 'node:fs';
import test from 'ava';
import {execa} from 'execa';
import {UserError} from '../../../src/errors.ts';
import {attachFacts, requireAttachable, rightsOfOurs} from '../../../src/system/debugging/attach-facts.ts';

const noProc = existsSync('/proc/self/status') ? '' : ' (skipped: no /proc)';
const onLinux = noProc === '' ? test : test.skip;

onLinux(`what /proc tells of a child${noProc}`, async t => {
  const child = execa('sleep', ['30'], {reject: false});
  t.teardown(() => child.kill('SIGKILL'));
  const {target, ownPid} = attachFacts(child.pid ?? 0);
  t.is(ownPid, process.pid);
  t.deepEqual(target, {
    isZombie: false,
    process: child.pid,
    tracer: 0,
    user: process.getuid?.() ?? 0,
    isDescendant: true,
  });
});

onLinux(`a number that no process has is refused${noProc}`, t => {
  const error = t.throws(() => requireAttachable(2 ** 30), {instanceOf: UserError});
  t.regex(error?.message ?? '', /^process 1073741824: is not running/);
});

onLinux(`root has the right to look into any process, where no container takes it${noProc}`, async t => {
  // capsh and getpcaps print the same set; the kernel's own list is at hand everywhere.
  const {stdout} = await execa('grep', ['CapEff', '/proc/self/status']);
  const bits = BigInt(`0x${stdout.split(/\s+/)[1] ?? '0'}`);
  t.is(rightsOfOurs().mayTrace, (bits & (1n << 19n)) !== 0n);
});
