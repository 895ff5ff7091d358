import {execFileSync} from 'node:child_process';
import test from 'ava';
import {shellWords} from '../../src/interpreter-build/shell-words.ts';
import {shellLine} from '../../src/report/shell-line.ts';

const onUnix = process.platform === 'win32' ? test.skip : test;

/** The words as a shell sees them. */
const byShell = (text: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${text}; do printf '%s\\0' "$word"; done`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1);

/** `CONFIG_ARGS` of Debian 12's Python 3.11, of pyenv's and of one whose paths hold quotes. */
const ARGUMENTS = [
  "'--enable-shared' '--prefix=/usr' '--with-dbmliborder=bdb:gdbm' 'CFLAGS=-g   -fstack-protector-strong -Wformat ' 'LDFLAGS=  -g -fwrapv -O2   '",
  "'--prefix=/opt/3.13' 'LDFLAGS=-L/opt/3.13/lib -Wl,-rpath,/opt/3.13/lib' ''",
  "'--prefix=/opt/it'\\''s' plain two\\ words ''",
];

for (const text of ARGUMENTS) {
  onUnix(`words are those that a shell makes of ${text.slice(0, 40)}...`, t => {
    t.deepEqual(shellWords(text), byShell(text));
  });
}

onUnix('a line that is shown is read back by a shell as the same words', t => {
  const words = ['make', "it's", '', 'a b', '$HOME', '-j2', 'LDFLAGS=-Wl,-rpath,$ORIGIN/../lib'];
  t.deepEqual(byShell(shellLine(words)), words);
});
