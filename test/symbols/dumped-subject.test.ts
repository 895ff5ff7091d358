import test from 'ava';
import type {DumpedModule} from '../../src/binary/minidump/module-list.ts';
import {subjectOfImage, subjectOfModule} from '../../src/symbols/dumped-subject.ts';

const module: DumpedModule = {
  path: 'C:\\Python311\\python311.dll',
  start: 0x180000000n,
  imageSizeBytes: 0x15000,
  timestamp: 0x655d0001,
  fileVersion: '3.11.2150.1013',
  codeView: {guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 1, pdb: 'D:\\a\\..\\python311.pdb'},
  buildId: null,
};
const windows = {system: 'windows', machine: 'x86_64'} as const;

test('a module of Windows is asked for by its PDB, itself by time stamp and size', t => {
  t.like(subjectOfModule(module, windows), {
    name: 'python311.dll',
    location: null,
    own: null,
    format: 'pe',
    identity: {kind: 'pdb', guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 1, file: 'python311.pdb'},
    image: {timestamp: 0x655d0001, imageSizeBytes: 0x15000},
    pythonVersion: '3.11.2',
  });
});

test('a PDB whose name is none of a file is not asked for', t => {
  const codeView = {guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 1, pdb: 'C:\\b\\..'};
  t.is(subjectOfModule({...module, codeView}, windows).identity, null);
});

test('a module of Linux is asked for by its whole build-id or not at all', t => {
  const linux = {system: 'linux', machine: 'arm64'} as const;
  const path = '/usr/lib/libspam.so';
  t.like(subjectOfModule({...module, path, buildId: 'cafe01', codeView: null}, linux), {
    name: 'libspam.so',
    format: 'elf',
    machine: 'arm64',
    identity: {kind: 'build-id', id: 'cafe01'},
    image: null,
    pythonVersion: null,
  });
  t.is(subjectOfModule({...module, path}, linux).identity, null, 'RSDS has only 16 bytes of it');
  t.like(subjectOfModule({...module, path, buildId: 'ab'}, {system: 'unknown', machine: 'unknown'}), {
    format: 'elf',
  });
});

test('a module of macOS is asked for by its UUID', t => {
  const macos = {system: 'macos', machine: 'arm64'} as const;
  t.like(subjectOfModule({...module, path: '/usr/lib/libspam.dylib'}, macos), {
    format: 'macho',
    identity: {kind: 'uuid', uuids: ['d4f0930a-f446-19aa-4c4c-44205044422e']},
  });
});

test('an image in memory is known by what its headers say', t => {
  t.like(subjectOfImage('/opt/spam.so', {format: 'elf', machine: 's390x', buildId: null}), {
    name: 'spam.so',
    identity: null,
    machine: 's390x',
  });
  const pe = {format: 'pe', machine: 'x86', timestamp: 1, imageSizeBytes: 2, codeView: null} as const;
  t.like(subjectOfImage('C:\\spam.dll', pe), {
    name: 'spam.dll',
    identity: null,
    image: {timestamp: 1, imageSizeBytes: 2},
  });
});
