/**
 * Frames of an interpreter whose debug information is in a file of its own, which gdb is kept from reading: pyxdbg
 * names them, and binutils' addr2line is the judge.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
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

/** Runs before the program: maps the files of the interpreter and the C library as data, below their code. */
const MAPS_FILES = `import ctypes, mmap, os, sys
name = next(line.split()[-1] for line in open("/proc/self/maps") if "/libc.so" in line)
kept = mmap.mmap(os.open(name, os.O_RDONLY), 0, prot=mmap.PROT_READ)
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
# PROT_READ, MAP_PRIVATE | MAP_FIXED_NOREPLACE
if libc.mmap(0x3FF000, 4096, 1, 0x100002, os.open(sys.executable, os.O_RDONLY), 0) != 0x3FF000:
    os._exit(1)
`;

for (const [title, sitecustomize] of [
  ['frames of an interpreter with a debug file have their lines, inlined ones too', ''],
  ['so they do where the program maps that file as data, too', MAPS_FILES],
] as const) {
  if (missing !== null) {
    test.skip(`${title} (skipped: no ${missing})`, () => {});
    continue;
  }
  test(title, async t => {
    const planted = plantedModule(python);
    if (planted === null) return t.fail('gcc and the headers of python3.11 are needed');
    writeFileSync(join(planted.folder, 'sitecustomize.py'), sitecustomize);
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
    const native = (main?.frames ?? []).flatMap(frame => (frame.kind === 'c' ? [frame] : []));
    const libc = native.filter(({module}) => basename(module ?? '').startsWith('libc.'));
    t.true(libc.length > 0);
    for (const {module, offset} of libc) {
      t.true(Number(offset) > 0 && Number(offset) < statSync(module ?? '').size, `${offset} in ${module}`);
    }
    const groups = byOffset(native.filter(({module}) => basename(module ?? '') === 'python3.11'));
    t.true(groups.length > 5);
    t.true(groups.some(([innermost]) => innermost?.isInlined));
    for (const group of groups) {
      // The program is not position-independent; each of these frames is a caller, whose call ends before its address.
      const address = BigInt(group.at(-1)?.address ?? 0) - 1n;
      const told = group.map(({file, line}) => `${basename(file ?? '??')}:${line ?? '?'}`);
      t.deepEqual(told, linesAt(address), `${group.at(-1)?.function} at 0x${address.toString(16)}`);
    }
  });
}
