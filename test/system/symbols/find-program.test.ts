import test from 'ava';
import {findProgram} from '../../../src/system/symbols/find-program.ts';

/** Folders and what is in them. */
const filesOf = (folders: Readonly<Record<string, readonly string[]>>) => ({
  entryNames: (folder: string) => folders[folder] ?? [],
  status: (path: string) =>
    Object.entries(folders).some(([folder, names]) => names.some(name => path === `${folder}/${name}`))
      ? ({kind: 'file'} as const)
      : null,
});
const find = (name: string, folders: Readonly<Record<string, readonly string[]>>) =>
  findProgram(name, {PATH: ['', ...Object.keys(folders)].join(':')}, 'linux', filesOf(folders));

test('a program by its own name comes before one with a version, wherever it is', t => {
  t.is(find('llvm-objcopy', {'/a': ['llvm-objcopy-19'], '/b': ['llvm-objcopy']}), '/b/llvm-objcopy');
});

test('of versions the highest is taken, by number', t => {
  t.is(
    find('llvm-strip', {'/a': ['llvm-strip-9', 'llvm-strip-16'], '/b': ['llvm-strip-11']}),
    '/a/llvm-strip-16',
  );
});

test('other programs with the same beginning are none of its versions', t => {
  t.is(find('dsymutil', {'/a': ['dsymutil-old', 'dsymutil-16.bak', 'dsymutils', 'dsymutil-']}), null);
  t.is(findProgram('objcopy', {}, 'linux', filesOf({})), null);
});
