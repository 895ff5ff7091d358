import test from 'ava';
import {Format, NtExecutable} from 'pe-library';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {UnreadableError, type UnreadableReason} from '../../../src/binary/unreadable.ts';
import {type BuiltPe, buildPe} from '../../builders/pe.ts';

const read = (file: BuiltPe | Uint8Array) =>
  readPe(memorySource(file instanceof Uint8Array ? file : file.bytes));

/** The reason why these bytes are refused. */
function reasonFor(bytes: Uint8Array): UnreadableReason | 'readable' {
  try {
    read(bytes);
    return 'readable';
  } catch (error) {
    if (error instanceof UnreadableError) return error.unreadable.reason;
    throw error;
  }
}

const library = {library: 'python312.dll', entries: ['PyLong_Type']};

// Numbers: Microsoft, "PE Format", section "Machine Types".
for (const [code, machine] of [
  [0x14c, 'x86'],
  [0x8664, 'x86_64'],
  [0xaa64, 'arm64'],
  [0x1c4, 'arm'],
  [0x200, 'ia64'],
  [0xebc, 'unknown'],
] as const) {
  test(`machine 0x${code.toString(16)} is ${machine}`, t => {
    const facts = read(buildPe({machine: code}));
    t.is(facts.machine, machine);
    t.is(facts.machineCode, code);
  });
}

test('an empty program written by pe-library reads as what it was made for', t => {
  const amd64 = read(new Uint8Array(NtExecutable.createEmpty(false, true).generate()));
  t.is(amd64.machine, 'x86_64');
  t.is(amd64.bits, 64);
  t.true(amd64.isDll);
  t.deepEqual(amd64.imports, []);
  t.is(amd64.exportName, null);
  const i386 = read(new Uint8Array(NtExecutable.createEmpty(true, false).generate()));
  t.is(i386.machine, 'x86');
  t.is(i386.bits, 32);
  t.false(i386.isDll);
});

test('identity, linker version and flags come from the headers', t => {
  const facts = read(
    buildPe({
      timestamp: 0x6543_2100,
      dllCharacteristics: 0x4160,
      clr: [0x1000, 72],
      certificate: [0x5000, 8],
    }),
  );
  t.is(facts.timestamp, 0x6543_2100);
  t.is(facts.linkerVersion, '14.29');
  t.is(facts.imageSizeBytes, 0x2000);
  t.true(facts.isManaged);
  t.deepEqual(facts.hardening, {
    aslr: true,
    highEntropyAslr: true,
    dep: true,
    controlFlowGuard: true,
    forceIntegrity: false,
    signed: true,
  });
});

test('tables are found where the header has fewer than 16 data directories', t => {
  const file = buildPe({directoryCount: 2, imports: [library]});
  t.is(read(file).imports[0]?.library, 'python312.dll');
  // The table after the second directory is the section table, so a debug directory cannot be read from there.
  t.is(read(file).codeView, null);
});

test('a count of data directories above 16 means 16', t => {
  const file = buildPe({imports: [library]});
  file.view.setUint32(file.directoriesOffset - 4, 0xffff_ffff, true);
  t.is(read(file).imports.length, 1);
});

test('the section table is found by the size of the optional header, not by the number of directories', t => {
  const file = buildPe({imports: [library]});
  const padding = 16;
  file.bytes.copyWithin(file.sectionTable + padding, file.sectionTable, file.sectionTable + 40);
  file.bytes.fill(0xcc, file.sectionTable, file.sectionTable + padding);
  file.view.setUint16(file.peOffset + 20, file.sectionTable + padding - file.optionalOffset, true);
  t.is(read(file).imports.length, 1);
});

test('pe-library, a second reader, sees the same header fields', t => {
  for (const bits of [32, 64] as const) {
    const file = buildPe({bits, timestamp: 77, dllCharacteristics: 0x140, imports: [library]});
    const buffer = file.bytes.buffer as ArrayBuffer; // The builder allocates it as one.
    const dos = Format.ImageDosHeader.from(buffer);
    const nt = Format.ImageNtHeaders.from(buffer, dos.newHeaderAddress);
    const facts = read(file);
    t.is(nt.is32bit(), bits === 32);
    t.is(facts.machineCode, nt.fileHeader.machine);
    t.is(facts.timestamp, nt.fileHeader.timeDateStamp);
    t.is(facts.imageSizeBytes, nt.optionalHeader.sizeOfImage);
    t.is(
      facts.linkerVersion,
      `${nt.optionalHeader.majorLinkerVersion}.${nt.optionalHeader.minorLinkerVersion}`,
    );
  }
});

test('every prefix of a module is truncated, whatever is missing', t => {
  const {bytes} = buildPe({imports: [library], exports: {fileName: 'm.pyd', names: ['PyInit_m']}});
  for (let length = 2; length < bytes.length; length += 7) {
    t.is(reasonFor(bytes.subarray(0, length)), 'truncated', `${length} bytes`);
  }
  t.is(reasonFor(bytes), 'readable');
});

test('a program for DOS, 16-bit Windows or OS/2 is unsupported', t => {
  const file = buildPe();
  for (const signature of [0x454e, 0x454c, 0x584c, 0x1234]) {
    file.view.setUint32(file.peOffset, signature, true);
    t.is(reasonFor(file.bytes), 'unsupported');
  }
  const dos = new Uint8Array(100).fill(0x90);
  dos.set([0x4d, 0x5a]);
  // The relocation table of a DOS program starts inside what is the header of a PE file.
  dos.set([0x1c, 0x00], 24);
  t.is(reasonFor(dos), 'unsupported');
});

test('a ROM image is unsupported', t => {
  const file = buildPe();
  file.view.setUint16(file.optionalOffset, 0x107, true);
  t.is(reasonFor(file.bytes), 'unsupported');
});

test('ELF, text and nothing are not PE files', t => {
  t.is(reasonFor(Buffer.from('\x7fELF\x02\x01\x01')), 'not-a-binary');
  t.is(reasonFor(Buffer.from('version https://git-lfs.github.com/spec/v1\n')), 'not-a-binary');
  t.is(reasonFor(new Uint8Array(0)), 'not-a-binary');
});

// RetDec's model of the Windows loader: only the last section has to end within the file.
test('a file whose last section was cut off is truncated', t => {
  const file = buildPe({imports: [library]});
  file.view.setUint32(file.sectionTable + 16, file.bytes.length - file.sectionData + 1, true);
  t.is(reasonFor(file.bytes), 'truncated');
});
