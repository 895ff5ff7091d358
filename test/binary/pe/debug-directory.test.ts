import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {type BuiltPe, buildPe, SECTION_OFFSET, SECTION_RVA} from '../../builders/pe.ts';

const read = (file: BuiltPe) => readPe(memorySource(file.bytes));

const CODEVIEW = 2;
const POGO = 13;
const REPRO = 16;

/** The RSDS record of GUID {8D4B6E6F-02E1-4D0C-A5D6-1A2B3C4D5E6F}, as Windows stores a GUID. */
function rsds(age: number, pdb: string): Uint8Array {
  const record = Buffer.alloc(24);
  record.write('RSDS', 0, 'latin1');
  Buffer.from('6f6e4b8de1020c4da5d61a2b3c4d5e6f', 'hex').copy(record, 4);
  record.writeUInt32LE(age, 20);
  return Buffer.concat([record, Buffer.from(`${pdb}\0`)]);
}

const GUID = '8d4b6e6f-02e1-4d0c-a5d6-1a2b3c4d5e6f';

test('GUID, age and PDB path of an RSDS record are read', t => {
  const facts = read(buildPe({debug: [{type: CODEVIEW, data: rsds(0x1a, 'D:\\a\\größe.pdb')}]}));
  t.deepEqual(facts.codeView, {guid: GUID, age: 26, pdb: 'D:\\a\\größe.pdb'});
  t.false(facts.isReproducible);
});

test('among several entries the CodeView and REPRO ones are found', t => {
  const facts = read(
    buildPe({
      debug: [
        {type: POGO, data: Buffer.from('PGU\0')},
        {type: REPRO, data: Buffer.alloc(36)},
        {type: CODEVIEW, data: rsds(1, 'first.pdb')},
        {type: CODEVIEW, data: rsds(2, 'second.pdb')},
      ],
    }),
  );
  t.is(facts.codeView?.pdb, 'first.pdb');
  t.true(facts.isReproducible);
});

test('the NB10 record of Visual C++ 6, which has no GUID, gives no identity', t => {
  const nb10 = Buffer.concat([
    Buffer.from('NB10'),
    Buffer.alloc(12),
    Buffer.from('old.pdb\0'.padEnd(32, '\0')),
  ]);
  t.is(read(buildPe({debug: [{type: CODEVIEW, data: nb10}]})).codeView, null);
});

test('an empty PDB path, as GNU ld writes for --build-id, is an empty path', t => {
  t.deepEqual(read(buildPe({debug: [{type: CODEVIEW, data: rsds(1, '')}]})).codeView, {
    guid: GUID,
    age: 1,
    pdb: '',
  });
});

test('a debug directory that leads nowhere is none: the loader does not read it', t => {
  const spec = {debug: [{type: CODEVIEW, data: rsds(1, 'a.pdb')}]};
  const file = buildPe(spec);
  const table = file.view.getUint32(file.directoriesOffset + 48, true) - SECTION_RVA + SECTION_OFFSET;
  file.view.setUint32(table + 24, 0xffff_fff0, true);
  t.is(read(file).codeView, null);
  const gone = buildPe(spec);
  gone.view.setUint32(gone.directoriesOffset + 48, 0x7fff_0000, true);
  t.is(read(gone).codeView, null);
  const huge = buildPe(spec);
  huge.view.setUint32(huge.directoriesOffset + 52, 0xffff_ffff, true);
  t.is(read(huge).codeView?.pdb, 'a.pdb');
});
