import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {environment, PYAUDIO, program, vendored} from './program.ts';

const onUnix = process.platform === 'win32' ? test.skip : test.serial;
/** So many that reading and writing take about a second. */
const paths = Array<string>(600).fill(PYAUDIO);

/** Sends SIGINT to a run that writes a report over an old one, and tells how it ended. */
async function interrupted(afterMs: number) {
  const folder = temporaryFolder();
  const file = join(folder, 'abi.json');
  writeFileSync(file, 'old');
  const words = ['check-abi', '--facts', '-q', '--report', `json=${file}`, ...paths];
  const child = spawn(process.execPath, [program, ...words], {
    cwd: vendored(''),
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', data => {
    stderr += data;
  });
  const ended = once(child, 'close');
  await wait(afterMs);
  child.kill('SIGINT');
  const [code, signal] = await ended;
  return {code, signal, stderr, files: readdirSync(folder), text: readFileSync(file, 'utf8')};
}

for (const afterMs of [20, 200, 500, 800]) {
  onUnix(
    `Ctrl-C after ${afterMs} ms leaves the old report or the whole new one, and nothing else`,
    async t => {
      const {code, signal, stderr, files, text} = await interrupted(afterMs);
      t.is(stderr, '');
      t.deepEqual(files, ['abi.json']);
      if (text !== 'old') t.is(JSON.parse(text).summary.artefacts, paths.length);
      // By the signal itself, by the status that stands for it, or done already with findings.
      t.true(signal === 'SIGINT' || code === 130 || (code === 1 && text !== 'old'), `${signal} ${code}`);
    },
  );
}

const withBash = toolNamed('bash') === null ? test.skip : onUnix;
withBash('a shell sees status 130 after Ctrl-C (needs bash)', async t => {
  const script = '"$@" & sleep 0.3; kill -INT $!; wait $!; echo $?';
  const {stdout} = await execa(
    'bash',
    // Job control, or bash would start the program with SIGINT ignored.
    ['-mc', script, 'bash', process.execPath, program, 'check-abi', '-o', '/dev/null', ...paths, ...paths],
    {cwd: vendored(''), env: environment(), extendEnv: false, stdin: 'ignore', stderr: 'ignore'},
  );
  t.is(stdout.trim().split('\n').at(-1), '130');
});
