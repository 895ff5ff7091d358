import test from 'ava';
import {NtExecutable, NtExecutableResource} from 'pe-library';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPeResources} from '../../../src/binary/pe/read-pe-resources.ts';
import {linkWithGnu, missingGnuTools} from '../../builders/link-pe.ts';
import {type BuiltPe, buildPe, SECTION_OFFSET} from '../../builders/pe.ts';

const withGnu = missingGnuTools.length === 0 ? test : test.skip;
const reason = missingGnuTools.length === 0 ? '' : ` (skipped: no ${missingGnuTools.join(', ')})`;

const NOTHING = {manifest: null, fileVersion: null};
const read = (bytes: Uint8Array) => readPeResources(memorySource(bytes));

const MANIFEST = '<assembly><dependency name="Microsoft.VC90.CRT"/></assembly>';
const SCRIPT = `
1 VERSIONINFO
FILEVERSION 14,40,33810,65535
PRODUCTVERSION 1,2,3,4
FILETYPE 2
BEGIN
END
1 24
BEGIN
  "<assembly>one</assembly>"
END
2 24
BEGIN
  "${MANIFEST.replaceAll('"', '""')}"
END
7 RCDATA
BEGIN
  "payload"
END
`;
const SOURCE = '__declspec(dllexport) int answer(void) { return 42; }';

withGnu(`manifest and version of a resource script are read from the linked module${reason}`, async t => {
  // -g puts sections and COFF symbols after the resources, which pe-library refuses in a whole file.
  const {bytes} = linkWithGnu({arch: 'x86_64', source: SOURCE, resources: SCRIPT, options: ['-g']});
  t.throws(() => NtExecutable.from(Uint8Array.from(bytes).buffer), {message: /symbols/});
  t.deepEqual(await read(bytes), {manifest: MANIFEST, fileVersion: '14.40.33810.65535'});
});

withGnu(`a module without a resource script has no resources${reason}`, async t => {
  t.deepEqual(await read(linkWithGnu({arch: 'x86_64', source: SOURCE}).bytes), NOTHING);
});

/** A module with these resources, as pe-library writes it: type, id, data. */
function written(...resources: readonly (readonly [number, number | string, Uint8Array])[]): Uint8Array {
  const program = NtExecutable.createEmpty(false, true);
  const section = NtExecutableResource.from(program);
  for (const [type, id, data] of resources) {
    section.entries.push({type, id, lang: 1033, codepage: 1200, bin: Uint8Array.from(data).buffer});
  }
  section.outputResource(program);
  return new Uint8Array(program.generate());
}

const text = (value: string) => new TextEncoder().encode(value);

test('a program has its manifest under id 1, a module under id 2', async t => {
  t.is((await read(written([24, 1, text('one')]))).manifest, 'one');
  t.is((await read(written([24, 1, text('one')], [24, 2, text('two')]))).manifest, 'two');
});

test('a manifest under a name is taken where there is none under a number', async t => {
  t.is((await read(written([24, 'CUSTOM', text('named')]))).manifest, 'named');
  t.is((await read(written([24, 'CUSTOM', text('named')], [24, 1, text('one')]))).manifest, 'one');
});

test('a byte order mark says how the manifest is encoded and is not part of it', async t => {
  t.is((await read(written([24, 2, Buffer.from('\ufeff<a/>', 'utf8')]))).manifest, '<a/>');
  t.is((await read(written([24, 2, Buffer.from('\ufeff<ä/>', 'utf16le')]))).manifest, '<ä/>');
});

test('types other than versions and manifests are passed over, named ones too', async t => {
  const bytes = written(
    [10, 'PAYLOAD', text('x'.repeat(100_000))],
    [3, 1, text('icon')],
    [24, 2, text('<a/>')],
  );
  t.deepEqual(await read(bytes), {manifest: '<a/>', fileVersion: null});
});

test('a manifest that follows 5 MB of other resources is read', async t => {
  const bytes = written([10, 1, new Uint8Array(5 * 1024 * 1024)], [24, 2, text('<far/>')]);
  t.is((await read(bytes)).manifest, '<far/>');
});

test('a version resource without the fixed block has no file version', async t => {
  t.deepEqual(await read(written([16, 1, new Uint8Array(92)])), NOTHING);
  t.deepEqual(await read(written([16, 1, new Uint8Array(10)])), NOTHING);
});

test('what is no PE file has no resources', async t => {
  t.deepEqual(await read(text('MZ')), NOTHING);
  t.deepEqual(await read(new Uint8Array(0)), NOTHING);
});

/** A directory of `count` entries for id `firstId` and on; `target` may have the directory bit. */
function directory(at: DataView, offset: number, entries: readonly (readonly [number, number])[]): void {
  at.setUint16(offset + 14, entries.length, true);
  for (const [index, [id, target]] of entries.entries()) {
    at.setUint32(offset + 16 + index * 8, id, true);
    at.setUint32(offset + 20 + index * 8, target, true);
  }
}

const SUBDIRECTORY = 0x8000_0000;

/** A tree whose one manifest is \`size\` bytes at \`dataRva\`. */
function oneManifest(dataRva: (rva: number) => number, size: number): BuiltPe {
  return buildPe({
    resources(rva) {
      const bytes = new Uint8Array(200);
      const view = new DataView(bytes.buffer);
      directory(view, 0, [[24, SUBDIRECTORY + 32]]);
      directory(view, 32, [[2, SUBDIRECTORY + 64]]);
      directory(view, 64, [[1033, 96]]);
      view.setUint32(96, dataRva(rva), true);
      view.setUint32(100, size, true);
      bytes.set(text('<here/>'), 120);
      return bytes;
    },
  });
}

test('data of a manifest may lie anywhere in the image', async t => {
  t.is((await read(oneManifest(rva => rva + 120, 7).bytes)).manifest, '<here/>');
  const elsewhere = oneManifest(() => 0x300, 6);
  elsewhere.bytes.set(text('<head>'), 0x300);
  t.is((await read(elsewhere.bytes)).manifest, '<head>');
});

test('sizes that leave the image give no manifest', async t => {
  for (const size of [0xffff_ffff, 0x7fff_ffff, 0x0100_0000, 100_000]) {
    t.deepEqual(await read(oneManifest(rva => rva + 120, size).bytes), NOTHING, `${size}`);
  }
  t.deepEqual(await read(oneManifest(() => 0xffff_ff00, 7).bytes), NOTHING);
});

test('a directory that contains itself is given up within a second', async t => {
  const file = buildPe({
    resources() {
      const bytes = new Uint8Array(1_000_000);
      const view = new DataView(bytes.buffer);
      // 60,000 entries at each of three levels, all leading to one table, would be visited 2 * 10^14 times.
      const entries = Array.from({length: 60_000}, (): readonly [number, number] => [24, SUBDIRECTORY + 64]);
      directory(view, 0, [[24, SUBDIRECTORY + 64]]);
      directory(view, 64, entries);
      return bytes;
    },
  });
  const start = performance.now();
  t.deepEqual(await read(file.bytes), NOTHING);
  t.true(performance.now() - start < 10_000);
});

test('1,000 manifests that share one megabyte are given up', async t => {
  const file = buildPe({
    resources(rva) {
      const bytes = new Uint8Array(1_000_000);
      const view = new DataView(bytes.buffer);
      directory(view, 0, [[24, SUBDIRECTORY + 32]]);
      directory(view, 32, [[2, SUBDIRECTORY + 64]]);
      directory(
        view,
        64,
        Array.from({length: 1000}, (_, index): readonly [number, number] => [index, 9000]),
      );
      view.setUint32(9000, rva, true);
      view.setUint32(9004, 1_000_000, true);
      return bytes;
    },
  });
  t.deepEqual(await read(file.bytes), NOTHING);
});

test('a truncated resource section gives nothing', async t => {
  const file = oneManifest(rva => rva + 120, 7);
  t.deepEqual(await read(file.bytes.subarray(0, SECTION_OFFSET + 40)), NOTHING);
});
