import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {writeCabinet} from '../../../src/symbols/publish/write-cabinet.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const cabextract = toolNamed('cabextract');
const gcab = toolNamed('gcab');

/** Bytes that nothing compresses, the same in each run. */
function noise(length: number): Buffer {
  const blocks = Array.from({length: Math.ceil(length / 32)}, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const FILES: readonly (readonly [string, string, Buffer])[] = [
  ['of no bytes', 'empty.pdb', Buffer.alloc(0)],
  ['of one byte', 'one.pdb', Buffer.from('x')],
  ['of just one block', 'block.pdb', noise(32 * 1024)],
  ['of one byte more', 'more.pdb', Buffer.concat([noise(32 * 1024), Buffer.from('x')])],
  ['that repeats across blocks', 'long.pdb', Buffer.from('all work and no play '.repeat(60_000))],
  ['that cannot be compressed', 'noise.pdb', noise(200_001)],
  ['with a name that is not ASCII', 'größe.pdb', Buffer.from('text')],
];

for (const [what, name, content] of FILES) {
  const readers = {cabextract, gcab};
  for (const [reader, path] of Object.entries(readers)) {
    const live = path === null ? test.skip : test;
    live(
      `${reader} reads a cabinet with a file ${what}${path === null ? ' (skipped: not installed)' : ''}`,
      t => {
        const folder = temporaryFolder();
        const cabinet = join(folder, 'file.pd_');
        writeFileSync(cabinet, writeCabinet(name, content));
        const args = reader === 'gcab' ? ['-x', '-C', folder, cabinet] : ['-q', '-d', folder, cabinet];
        execFileSync(path ?? '', args, {stdio: 'pipe', env: {...process.env, LC_ALL: 'C.UTF-8'}});
        t.true(readFileSync(join(folder, name)).equals(content));
      },
    );
  }
}

test('the same file gives the same cabinet, smaller where it can be', t => {
  const content = Buffer.from('all work and no play '.repeat(60_000));
  t.deepEqual(writeCabinet('a.pdb', content), writeCabinet('a.pdb', content));
  t.true(writeCabinet('a.pdb', content).length < content.length / 50);
});
