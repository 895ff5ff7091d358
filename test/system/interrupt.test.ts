import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder} from '../builders/tools.ts';

const interrupt = new URL('../../src/system/interrupt.ts', import.meta.url).href;
const onUnix = process.platform === 'win32' ? test.skip : test;

/** Runs code in a process of its own, where `uninterrupted` is imported and `done(name)` makes a file. */
const runs = (folder: string, code: string) =>
  execa(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import {writeFileSync} from 'node:fs';
       import {uninterrupted} from ${JSON.stringify(interrupt)};
       const done = name => writeFileSync(${JSON.stringify(`${folder}/`)} + name, '');
       ${code}`,
    ],
    {reject: false, stdin: 'ignore'},
  );

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  onUnix(`${signal} in the middle of the work ends the program behind it with status ${status}`, async t => {
    const folder = temporaryFolder();
    const {exitCode, stderr} = await runs(
      folder,
      `await uninterrupted(() => { process.kill(process.pid, '${signal}'); done('work'); });
       done('more');`,
    );
    t.is(stderr, '');
    t.is(exitCode, status);
    t.true(existsSync(join(folder, 'work')));
    t.false(existsSync(join(folder, 'more')));
  });
}

onUnix('without a signal the program goes on, and a later one ends it as ever', async t => {
  const folder = temporaryFolder();
  const {signal} = await runs(
    folder,
    `await uninterrupted(() => done('work'));
     done('more');
     process.kill(process.pid, 'SIGINT');
     setTimeout(() => done('late'), 2000);`,
  );
  t.is(signal, 'SIGINT');
  t.true(existsSync(join(folder, 'more')));
  t.false(existsSync(join(folder, 'late')));
});
