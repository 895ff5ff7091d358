import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import {CodeLocator} from '../../../src/binary/dwarf/locate-code.ts';
import {readElfDwarfSections} from '../../../src/binary/elf/sections-for-debug.ts';
import {readCompileFacts} from '../../../src/binary/read-compile-facts.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {Bytes} from '../../builders/bytes.ts';
import {toolNamed} from '../../builders/tools.ts';
import {mutate, type Seed} from '../../fuzz/mutate.ts';
import {mutantRandom} from '../../fuzz/random.ts';
import {run, sourceFolder, type Tool, tools} from './compiled.ts';
import {abbreviation, elfWith, gnuCompressedBytes, unit5} from './written.ts';

const SEED = 20_261_122;
const MUTANTS = 500;

/** Where readers look: the sections of debug information, by the offsets that readelf prints. */
function spotsOf(path: string, size: number): Seed['spots'] {
  const readelf = toolNamed('llvm-readelf-16', 'readelf');
  if (readelf === null) return [{offset: 0, length: size}];
  const text = execFileSync(readelf, ['-SW', path], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
  const sections = [...text.matchAll(/debug_\S+ +\S+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+)/g)];
  return sections.map(([, offset = '', length = '']) => ({
    offset: Number.parseInt(offset, 16),
    length: Number.parseInt(length, 16),
  }));
}

function compiledSeed(tool: Tool, args: readonly string[]): Seed | null {
  if (tools[tool] === null) return null;
  const folder = sourceFolder();
  run(folder, tool, [...args, '-o', 'out.bin']);
  const path = join(folder, 'out.bin');
  const bytes = readFileSync(path);
  const spots = bytes.readUInt32BE(0) === 0x7f454c46 ? spotsOf(path, bytes.length) : [];
  return {bytes, spots: spots.length > 0 ? spots : [{offset: 0, length: bytes.length}]};
}

/** A seed that needs no tool, with compressed strings. */
function writtenSeed(): Seed {
  const bytes = elfWith({
    '.debug_abbrev': abbreviation(0x11, [
      [0x25, 0x0e],
      [0x03, 0x0e],
      [0x13, 0x05],
    ]),
    '.debug_info': unit5(new Bytes(true).u32(0, 12).u16(0x1d)),
    '.zdebug_str': gnuCompressedBytes(Buffer.from('GNU C17 -O2\0one.c\0')),
  });
  return {bytes, spots: [{offset: 0, length: bytes.length}]};
}

const SHARED = ['-shared', '-fPIC', '-nostdlib', '-Iinclude', 'one.c', 'src/two.c'];
const SEEDS: Readonly<Record<string, () => Seed | null>> = {
  'a written file': writtenSeed,
  'DWARF 5 of gcc': () => compiledSeed('gcc', ['-gdwarf-5', '-O0', ...SHARED]),
  'DWARF 4 of gcc': () => compiledSeed('gcc', ['-gdwarf-4', ...SHARED]),
  'DWARF 5 of clang': () => compiledSeed('clang', ['-gdwarf-5', ...SHARED]),
  'compressed DWARF': () => compiledSeed('gcc', ['-g', '-gz=zlib', ...SHARED]),
  'a DLL of MinGW': () =>
    compiledSeed('mingw', ['-g', '-shared', '-nostdlib', '-Iinclude', 'one.c', 'src/two.c']),
  'an object file for macOS': () =>
    compiledSeed('clang', ['--target=arm64-apple-macos11', '-g', '-Iinclude', '-c', 'one.c']),
};

/** Addresses of code as linkers give them to a small library. */
const ADDRESSES = Array.from({length: 64}, (_, index) => 0x1000 + index * 4);

function locateAll(bytes: Uint8Array): number {
  const source = pagedSource(memorySource(bytes));
  const dwarf = readElfDwarfSections(source, {isScattered: true});
  return new CodeLocator(dwarf, source.size).locate(ADDRESSES).filter(places => places.length > 0).length;
}

/** Each mutant is read or refused, some are refused, and none takes long. */
function holds(t: ExecutionContext, original: Seed, read: (bytes: Uint8Array) => unknown): void {
  let refused = 0;
  let slowestMs = 0;
  for (let index = 0; index < MUTANTS; index++) {
    const {bytes, steps} = mutate(original, original.bytes, mutantRandom(SEED, index));
    const start = performance.now();
    try {
      read(bytes);
    } catch (error) {
      if (!(error instanceof UnreadableError)) {
        throw new Error(`mutant ${index}: ${steps.join(', ')}`, {cause: error});
      }
      refused += 1;
    }
    slowestMs = Math.max(slowestMs, performance.now() - start);
  }
  t.true(refused > 0);
  t.true(slowestMs < 10_000, `${slowestMs} ms`);
}

for (const title of ['DWARF 5 of gcc', 'DWARF 4 of gcc', 'DWARF 5 of clang', 'compressed DWARF']) {
  const original = SEEDS[title]?.() ?? null;
  if (original === null) {
    test.skip(`functions in mutants of ${title} (skipped: its compiler is not installed)`, () => {});
    continue;
  }
  test.serial(`functions in ${MUTANTS} mutants of ${title} are found or refused (seed ${SEED})`, t => {
    t.true(locateAll(original.bytes) > 0);
    holds(t, original, locateAll);
  });
}

for (const [title, make] of Object.entries(SEEDS)) {
  const original = make();
  if (original === null) {
    test.skip(`mutants of ${title} (skipped: its compiler is not installed)`, () => {});
    continue;
  }
  test.serial(
    `${MUTANTS} mutants of ${title} are read or refused, each within a second (seed ${SEED})`,
    t => {
      t.truthy(readCompileFacts(memorySource(original.bytes)));
      holds(t, original, bytes => JSON.stringify(readCompileFacts(pagedSource(memorySource(bytes)))));
    },
  );
}
