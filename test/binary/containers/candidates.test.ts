import test from 'ava';
import {hasBinaryName, looksLikeBinary, mayBeBinary} from '../../../src/binary/containers/candidates.ts';

test('knows the names of extension modules and shared libraries', t => {
  for (const name of [
    '_speedups.cpython-312-x86_64-linux-gnu.so',
    'a/_c.cp312-win_amd64.pyd',
    'libz.so.1',
    'numpy.libs/libgfortran-040039e1.so.5.0.0',
    'OpenBLAS.DLL',
    'x.dylibs/libomp.dylib',
  ]) {
    t.true(hasBinaryName(name), name);
  }
  for (const name of ['readme.so.txt', 'so', 'lib.so/file', 'x.pyd.bak', 'libz.so.1.debug', 'python3.12']) {
    t.false(hasBinaryName(name), name);
  }
});

test('leaves out sources, data, archives and what only a linker reads', t => {
  for (const name of [
    'a.py',
    'a.PYC',
    'a/b.h',
    'x.o',
    'libx.a',
    'x.lib',
    'x.pdb',
    'x.whl',
    'RECORD.txt',
    'a.npz',
  ]) {
    t.false(mayBeBinary(name), name);
  }
  for (const name of [
    'python3.12',
    'bin/ruff',
    'tool.exe',
    '.hidden',
    'plugin.node',
    'model.bin',
    'LICENSE',
  ]) {
    t.true(mayBeBinary(name), name);
  }
});

const start = (hex: string): Uint8Array => {
  const bytes = Buffer.alloc(64);
  bytes.write(hex, 'hex');
  return bytes;
};

test('recognises ELF and Mach-O files by their magic numbers', t => {
  // System V ABI, "ELF identification"; mach-o/loader.h, MH_MAGIC and its kin in both byte orders.
  for (const magic of ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe']) {
    t.true(looksLikeBinary(start(magic), 64), magic);
  }
});

test('tells a fat Mach-O file from a Java class, which has the same magic number', t => {
  // mach-o/fat.h: the number of slices follows; JVM specification 4.1: minor and major version, 45.0 at least.
  t.true(looksLikeBinary(start('cafebabe00000002'), 64));
  t.false(looksLikeBinary(start('cafebabe00000034'), 64));
  t.false(looksLikeBinary(start('cafebabe0003002d'), 64));
});

test('takes MZ for a program only if a PE header can follow', t => {
  const pe = Buffer.from(start('4d5a'));
  pe.writeUInt32LE(0x80, 0x3c);
  t.true(looksLikeBinary(pe, 1000));
  t.false(looksLikeBinary(pe, 0x83));
  t.false(
    looksLikeBinary(
      Buffer.from('MZ is what this text starts with, and it goes on for quite a while...'),
      1000,
    ),
  );
});

test('takes nothing shorter than a magic number and what follows it', t => {
  t.false(looksLikeBinary(Buffer.from('7f454c46', 'hex'), 4));
  t.false(looksLikeBinary(new Uint8Array(0), 0));
});
