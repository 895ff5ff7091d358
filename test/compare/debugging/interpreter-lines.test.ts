/**
 * Frames of an interpreter whose debug information is in a file of its own, which gdb is kept from reading: pyxdbg
 * names them, and binutils' addr2line is the judge.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {execa} from 'execa';
import type {CFrame} from '../../../src/debugging/traceback/model.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {plantedModule, pyxdbgIn, readReport} from './planted.ts';
import {sourcePath} from './programs/sources.ts';

const python = '/usr/bin/python3.11';
const debugFile = existsSync(python) ? debugFileOf(python) : null;
const missing =
  debugFile === null || !existsSync(debugFile)
    ? "Debian's python3.11 with python3-dbg"
    : (['gdb', 'addr2line'].find(name => toolNamed(name) === null) ?? null);

function debugFileOf(file: string): string | null {
  const notes = execFileSync('readelf', ['-n', file], {encoding: 'utf8'});
  const id = /Build ID: ([0-9a-f]+)/.exec(notes)?.[1];
  return id === undefined ? null : `/usr/lib/debug/.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`;
}

/** `file:line` of each function there, the innermost inlined one first. */
function linesAt(address: bigint): readonly string[] {
  const words = ['-f', '-i', '-e', debugFile ?? '', `0x${address.toString(16)}`];
  const lines = execFileSync('addr2line', words, {encoding: 'utf8'}).trim().split('\n');
  return lines
    .filter((_, index) => index % 2 === 1)
    .map(line => basename(line).replace(/ \(discriminator \d+\)$/, ''));
}

/** Frames by where they are: an inlined one has the address of the frame that it was inlined into. */
function byOffset(frames: readonly CFrame[]): readonly (readonly CFrame[])[] {
  const groups: CFrame[][] = [];
  for (const frame of frames) {
    const last = groups.at(-1);
    if (last?.at(-1)?.isInlined) last.push(frame);
    else groups.push([frame]);
  }
  return groups;
}

if (missing !== null) {
  test.skip(`frames of an interpreter with a debug file have their lines (skipped: no ${missing})`, () => {});
} else {
  test('frames of an interpreter with a debug file have their lines, inlined ones too', async t => {
    const planted = plantedModule(python);
    if (planted === null) return t.fail('gcc and the headers of python3.11 are needed');
    const ready = join(temporaryFolder(), 'ready');
    const child = execa(python, [sourcePath('app.py'), 'hang', ready], {
      env: {PYTHONPATH: planted.folder},
      reject: false,
      stdio: 'ignore',
    });
    t.teardown(() => child.kill('SIGKILL'));
    while (!existsSync(ready) || readFileSync(ready, 'utf8') === '') await sleep(50);
    await sleep(500);
    const {stdout} = await pyxdbgIn(planted, ['dump', '--engine', 'gdb', '--json', '--pid', `${child.pid}`]);
    const {traceback} = readReport(String(stdout));
    const main = traceback.threads.find(({isMain}) => isMain);
    const own = (main?.frames ?? []).flatMap(frame =>
      frame.kind === 'c' && basename(frame.module ?? '') === 'python3.11' ? [frame] : [],
    );
    const groups = byOffset(own);
    t.true(groups.length > 5);
    t.true(own.some(({isInlined}) => isInlined));
    for (const group of groups) {
      // The program is not position-independent; each of these frames is a caller, whose call ends before its address.
      const address = BigInt(group.at(-1)?.address ?? 0) - 1n;
      const told = group.map(({file, line}) => `${basename(file ?? '??')}:${line ?? '?'}`);
      t.deepEqual(told, linesAt(address), `${group.at(-1)?.function} at 0x${address.toString(16)}`);
    }
  });
}
