import {createHash} from 'node:crypto';
import {chmodSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {fetchArtefact} from '../../../scripts/corpus/fetch.ts';
import {problemOf} from '../../../scripts/corpus/verify.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {writeTree} from '../../builders/tree.ts';

const content = 'as the index serves it';
const artefact = {
  file: 'foo-1.0.win32-py2.5.exe',
  sha256: createHash('sha256').update(content).digest('hex'),
  size: content.length,
  how: 'easy_install',
  cmd: 'easy_install-client foo==1.0 win32 2.5',
  verdict: 'ok',
  rules: [] as string[],
  binaries: [] as {path: string; verdict: 'ok' | 'warn' | 'bad'}[],
} as const;

/** Stands in for the interpreter with an old setuptools: notes its words and writes what it is told to. */
function client(writes: string): {python: string; words: () => string[]} {
  const folder = writeTree({
    python: `#!/bin/sh\nshift 2\nprintf '%s\\n' "$@" > "$(dirname "$0")/words"\nprintf '%s' '${writes}' > "$5/$4"\n`,
  });
  chmodSync(join(folder, 'python'), 0o755);
  return {
    python: join(folder, 'python'),
    words: () => readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n'),
  };
}

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('an artefact that is what the manifest says appears in the folder, and nothing else', async t => {
  const folder = temporaryFolder();
  const {python, words} = client(content);
  await fetchArtefact(artefact, folder, python);
  t.deepEqual(readdirSync(folder), [artefact.file]);
  t.is(readFileSync(join(folder, artefact.file), 'utf8'), content);
  t.deepEqual(words().slice(0, 4), ['foo==1.0', 'win32', '2.5', artefact.file]);
});

onUnix('one that is not does not appear, and the reason is told', async t => {
  const folder = temporaryFolder();
  const error = await t.throwsAsync(fetchArtefact(artefact, folder, client('as nobody serves it!!').python));
  t.regex(error.message, /^foo-1\.0\.win32-py2\.5\.exe: fetched, but it has 21 bytes, not 22$/);
  t.deepEqual(readdirSync(folder), []);
});

onUnix('a client that fails is told by its own words', async t => {
  const folder = temporaryFolder();
  const failing = writeTree({python: '#!/bin/sh\necho "no such project" >&2\nexit 1\n'});
  chmodSync(join(failing, 'python'), 0o755);
  const error = await t.throwsAsync(fetchArtefact(artefact, folder, join(failing, 'python')));
  t.regex(error.message, /^foo-1\.0\.win32-py2\.5\.exe: .*exit code 1.*: no such project$/s);
  t.false(existsSync(join(folder, artefact.file)));
});

test('a file is held against size and sha256', async t => {
  const folder = writeTree({right: content, long: `${content}!`, other: content.toUpperCase()});
  const problem = (name: string) => problemOf(artefact, join(folder, name));
  t.is(await problem('right'), null);
  t.is(await problem('long'), 'it has 23 bytes, not 22');
  t.regex((await problem('other')) ?? '', /^its sha256 is [0-9a-f]{64}, not [0-9a-f]{64}$/);
  t.is(await problem('gone'), 'it is not there');
});
