import {once} from 'node:events';
import test from 'ava';
import {execa} from 'execa';
import {environment, onEachNode, program} from './program.ts';

onEachNode('a log comes by standard input, with and without -, byte for byte', async (t, pyxdbg) => {
  const log = 'no frame\r\n\ta tab, and no end of line';
  for (const words of [['symbolize'], ['symbolize', '-']]) {
    const {status, stdout, stderr} = await pyxdbg(words, {input: log});
    t.is(status, 0, stderr);
    t.is(stdout, log);
    t.regex(stderr, /no line of it names a module/);
  }
});

test('a log is followed while it is written', async t => {
  const pyxdbg = execa(process.execPath, [program, 'symbolize', '-q'], {env: environment(), timeout: 60_000});
  const [chunk] = await Promise.all([
    once(pyxdbg.stdout, 'data'),
    new Promise(written => pyxdbg.stdin.write('first\nsec', written)),
  ]);
  t.is(String(chunk), 'first\n');
  pyxdbg.stdin.end('ond');
  t.is((await pyxdbg).stdout, 'first\nsecond');
});

onEachNode('no other command takes standard input for the word that is missing', async (t, pyxdbg) => {
  for (const words of [['core'], ['core', 'pack'], ['attach']]) {
    const {status, stderr} = await pyxdbg(words, {input: 'package.json\n'});
    t.is(status, 2);
    t.regex(stderr, /^pyxdbg: missing 1 required argument /);
  }
  // Not a folder of that name.
  const {status, stderr} = await pyxdbg(['build', '--dry-run'], {cwd: '/', input: 'no-such-folder\n'});
  t.notRegex(stderr, /no-such-folder/);
  t.is(status, 2);
});
