import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {choosePackage, missingFiles} from '../../src/interpreter-build/debian-package.ts';
import {chooseSource} from '../../src/interpreter-build/source-choice.ts';

const kindOf = (path: string) => (path === 'dir' ? 'folder' : path.endsWith('.tar.xz') ? 'file' : null);
const choose = (argument?: string, folder?: string, fromApt = false) =>
  chooseSource({argument, folder, fromApt}, kindOf);

test('a version, a tarball, a folder or nothing say where the source is', t => {
  t.deepEqual(choose('3.11'), {kind: 'apt', wanted: '3.11'});
  t.deepEqual(choose('3.13t', undefined, true), {kind: 'apt', wanted: '3.13t'});
  t.deepEqual(choose(undefined, undefined, true), {kind: 'apt', wanted: null});
  t.deepEqual(choose('Python-3.11.2.tar.xz'), {kind: 'tarball', path: 'Python-3.11.2.tar.xz'});
  t.deepEqual(choose(undefined, 'dir'), {kind: 'folder', path: 'dir'});
});

test('what is none of them is refused in a sentence', t => {
  const refused = (message: RegExp, ...words: Parameters<typeof choose>) =>
    t.throws(() => choose(...words), {instanceOf: UserError, message});
  refused(/^nonsense: is neither a version of Python nor a file; name one/, 'nonsense');
  refused(/^dir: is a folder; write --source dir$/, 'dir');
  refused(/^--source gone: does not exist/, undefined, 'gone');
  refused(/^--source x\.tar\.xz: is a file, not a folder/, undefined, 'x.tar.xz');
  refused(/^--source dir: names a second source/, '3.11', 'dir');
  refused(/^--source dir: names a second source/, undefined, 'dir', true);
  refused(/^x\.tar\.xz: is no version/, 'x.tar.xz', undefined, true);
});

const WANTED = {source: 'python3.11', version: '3.11.2-6+deb12u9'};

test('the source of the installed version is taken, and no other without being asked', t => {
  const versions = ['3.11.2-6+deb12u8', '3.11.2-6+deb12u9'];
  t.is(choosePackage(WANTED, {versions, lost: [], closest: false}), '3.11.2-6+deb12u9');
  t.is(choosePackage(WANTED, {versions, lost: [], closest: true}), '3.11.2-6+deb12u9');
  t.throws(() => choosePackage(WANTED, {versions: ['3.11.2-6+deb12u8'], lost: [], closest: false}), {
    message:
      'source package python3.11: apt has no source of 3.11.2-6+deb12u9, which is installed, but of 3.11.2-6+deb12u8; --closest takes 3.11.2-6+deb12u8 in place of 3.11.2-6+deb12u9',
  });
  t.is(choosePackage(WANTED, {versions: ['3.11.2-6+deb12u8'], lost: [], closest: true}), '3.11.2-6+deb12u8');
});

/** As apt-get 2.6 prints it, for an archive whose lists were newer than its files. */
const LOST = `Err:1 http://mirror.example/debian-security bookworm-security/main python3.11 3.11.2-6+deb12u9 (dsc)
  404  Not Found [IP: 192.0.2.1 80]
E: Failed to fetch http://mirror.example/pool/p/python3.11_3.11.2-6%2bdeb12u9.dsc  404  Not Found [IP: 192.0.2.1 80]
E: Failed to fetch some archives.
`;

test('files that the archive lacks are named, with what would do', t => {
  const lost = missingFiles(LOST);
  t.deepEqual(lost, ['python3.11_3.11.2-6+deb12u9.dsc']);
  const versions = ['3.11.2-6+deb12u8', '3.11.2-6+deb12u9'];
  t.throws(() => choosePackage(WANTED, {versions, lost, closest: false}), {
    message:
      /the archive lacks python3\.11_3\.11\.2-6\+deb12u9\.dsc; --closest takes 3\.11\.2-6\+deb12u8 in place of/,
  });
  t.is(choosePackage(WANTED, {versions, lost, closest: true}), '3.11.2-6+deb12u8');
});

test('another upstream version is never the closest', t => {
  t.throws(() => choosePackage(WANTED, {versions: ['3.11.4-1'], lost: [], closest: true}), {
    message: /has no source of 3\.11\.2-6\+deb12u9.* but of 3\.11\.4-1; name a tarball/,
  });
  t.throws(() => choosePackage(WANTED, {versions: [], lost: [], closest: true}), {
    message: /apt knows no source package of that name/,
  });
});
