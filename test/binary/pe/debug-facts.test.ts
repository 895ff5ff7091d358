import {crc32} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPeDebugFacts} from '../../../src/binary/pe/read-pe-debug-facts.ts';
import {type LinkedPe, linkWithGnu, missingGnuTools, objcopy} from '../../builders/link-pe.ts';
import {buildPe} from '../../builders/pe.ts';

const withGnu = missingGnuTools.length === 0 ? test : test.skip;
const reason = missingGnuTools.length === 0 ? '' : ` (skipped: no ${missingGnuTools.join(', ')})`;

const read = (file: LinkedPe) => readPeDebugFacts(memorySource(file.bytes));
const SOURCE = '__declspec(dllexport) int answer(void) { return 42; }';

for (const arch of ['x86_64', 'i686'] as const) {
  withGnu(`${arch}: -g gives DWARF and symbols${reason}`, t => {
    const facts = read(linkWithGnu({arch, source: SOURCE, options: ['-g']}));
    t.deepEqual(facts, {dwarf: true, symbolTable: true, debugLink: null});
  });
}

withGnu(`a stripped module has neither, and names its debug file where objcopy linked one${reason}`, t => {
  const file = linkWithGnu({arch: 'x86_64', source: SOURCE, options: ['-g']});
  const debug = objcopy(file, ['--only-keep-debug'], `${file.path}.debug`);
  const stripped = objcopy(file, ['--strip-all']);
  t.deepEqual(read(stripped), {dwarf: false, symbolTable: false, debugLink: null});
  const linked = objcopy(stripped, [`--add-gnu-debuglink=${debug.path}`]);
  t.deepEqual(read(linked).debugLink, {file: 'module.pyd.debug', crc32: crc32(debug.bytes)});
});

/** A PE file whose one section has this eight-byte name, with `text` at `position` of its COFF string table. */
function withLongName(shortName: string, position: number, text: string): Uint8Array {
  const file = buildPe();
  const symbolTable = file.bytes.length;
  const bytes = new Uint8Array(symbolTable + position + text.length + 1);
  bytes.set(file.bytes);
  bytes.set(Buffer.from(text), symbolTable + position);
  const view = new DataView(bytes.buffer);
  view.setUint32(file.peOffset + 12, symbolTable, true);
  bytes.fill(0, file.sectionTable, file.sectionTable + 8);
  bytes.set(Buffer.from(shortName), file.sectionTable);
  return bytes;
}

test('a long section name is looked up by its decimal offset in the string table', t => {
  t.true(readPeDebugFacts(memorySource(withLongName('/4', 4, '.debug_info'))).dwarf);
  t.false(readPeDebugFacts(memorySource(withLongName('/4', 4, '.debug_infos'))).dwarf);
});

test('compressed DWARF as Go links it for Windows counts', t => {
  t.true(readPeDebugFacts(memorySource(withLongName('/4', 4, '.zdebug_info'))).dwarf);
});

test('an offset too long for decimal is in base 64, as LLVM writes it', t => {
  // AAAAQA is 16 * 64.
  t.true(readPeDebugFacts(memorySource(withLongName('//AAAAQA', 1024, '.debug_info'))).dwarf);
});

test('a long name that leads nowhere is no debug section', t => {
  t.false(readPeDebugFacts(memorySource(withLongName('/9999999', 4, '.debug_info'))).dwarf);
});
