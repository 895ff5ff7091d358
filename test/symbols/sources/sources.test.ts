import test from 'ava';
import {patchVersionOf} from '../../../src/symbols/interpreter-version.ts';
import type {GuardedCandidate, SymbolSource} from '../../../src/symbols/source.ts';
import {apt} from '../../../src/symbols/sources/apt.ts';
import {basePrefix} from '../../../src/symbols/sources/base-prefix.ts';
import {beside} from '../../../src/symbols/sources/beside.ts';
import {debuginfod, debuginfodUrls} from '../../../src/symbols/sources/debuginfod.ts';
import {microsoft} from '../../../src/symbols/sources/microsoft.ts';
import {
  pythonBuildStandalone,
  standaloneTriple,
} from '../../../src/symbols/sources/python-build-standalone.ts';
import {pymanager, pythonOrg} from '../../../src/symbols/sources/python-org.ts';
import {symbolPath} from '../../../src/symbols/sources/symbol-path-source.ts';
import {system} from '../../../src/symbols/sources/system.ts';
import type {SymbolSubject} from '../../../src/symbols/subject.ts';
import {parseSymbolPath} from '../../../src/symbols/symbol-path.ts';
import {readTable} from '../../../src/system/table-files.ts';
import {symbolServers} from '../../../src/toolchains/symbol-servers.ts';

const table = symbolServers(readTable);
const GUID = 'd4f0930a-f446-19aa-4c4c-44205044422e';
const KEY = 'D4F0930AF44619AA4C4C44205044422E1';

function pe(name: string, more: Partial<SymbolSubject> = {}): SymbolSubject {
  return {
    path: name,
    name,
    location: `/venv/${name}`,
    archive: null,
    format: 'pe',
    machine: 'x86_64',
    identity: {kind: 'pdb', guid: GUID, age: 1, file: name.replace(/\.\w+$/, '.pdb')},
    image: {timestamp: 1, imageSizeBytes: 0x1000},
    own: null,
    debugLink: null,
    pythonVersion: null,
    ...more,
  };
}

const elf: SymbolSubject = {
  ...pe('spam.so'),
  format: 'elf',
  identity: {kind: 'build-id', id: 'ab12cd'},
  image: null,
  debugLink: {file: 'spam.debug', crc32: 1},
};

/** Path or URL of each candidate, the packing behind it. */
function places(source: SymbolSource, subject: SymbolSubject): readonly string[] {
  return source.candidates(subject).map(textOf);
}

function textOf({candidate, onlyIf}: GuardedCandidate): string {
  const guard = onlyIf ? 'tier ' : '';
  if (candidate.kind === 'package') return `package ${candidate.buildId}`;
  if (candidate.kind === 'file') return candidate.path;
  const place = candidate.place.at === 'url' ? candidate.place.url : candidate.place.path;
  return `${guard}${place}${candidate.kind === 'packed' ? ` (${candidate.packing})` : ''}`;
}

test('beside a module: its PDB, its debug link there and in .debug', t => {
  t.deepEqual(places(beside, pe('spam.pyd')), ['/venv/spam.pdb']);
  t.deepEqual(places(beside, elf), ['/venv/spam.debug', '/venv/.debug/spam.debug']);
});

test('beside a member of a wheel: the wheel', t => {
  t.deepEqual(places(beside, pe('a/spam.pyd', {location: null, archive: '/d/s.whl'})), [
    '/d/s.whl (archive)',
  ]);
});

test('a link that bears the name of the binary is not the binary', t => {
  t.deepEqual(places(beside, {...elf, debugLink: {file: 'spam.so', crc32: 1}}), ['/venv/.debug/spam.so']);
});

test('the base installation has the PDBs of a virtual environment', t => {
  t.true(places(basePrefix(['/base']), pe('python311.dll')).includes('/base/python311.pdb'));
  t.true(places(basePrefix(['/base']), pe('_ssl.pyd')).includes('/base/DLLs/_ssl.pdb'));
});

// gdb manual, "Debugging Information in Separate Files"; debuginfod-find(1).
test('the debug files of the system', t => {
  t.deepEqual(places(system({debugFolders: ['/usr/lib/debug'], debuginfodCaches: ['/cache']}), elf), [
    '/usr/lib/debug/.build-id/ab/12cd.debug',
    '/cache/ab12cd/debuginfo',
    '/usr/lib/debug/venv/spam.debug',
  ]);
  t.deepEqual(places(apt, elf), ['package ab12cd']);
});

// debuginfod(8), "WEBAPI".
test('debuginfod is asked by build-id', t => {
  const urls = debuginfodUrls(' https://d/ ima:enforcing file:///tree ');
  t.deepEqual(places(debuginfod(urls), elf), [
    'https://d/buildid/ab12cd/debuginfo',
    '/tree/buildid/ab12cd/debuginfo',
  ]);
  t.deepEqual(places(debuginfod(urls), pe('spam.pyd')), []);
});

test('a store is asked for the file, the cabinet, the pointer, then below two letters', t => {
  const {elements} = parseSymbolPath('srv*/c*/s', '/default');
  const asked = places(symbolPath(elements), pe('spam.pyd')).filter(
    place => !place.includes(KEY.toLowerCase()),
  );
  t.deepEqual(asked.slice(0, 3), [
    `/c/spam.pdb/${KEY}/spam.pdb`,
    `/c/spam.pdb/${KEY}/spam.pd_ (cab)`,
    `/c/spam.pdb/${KEY}/file.ptr`,
  ]);
  t.true(asked.includes(`tier /s/sp/spam.pdb/${KEY}/spam.pdb`));
});

test('what a chain finds is kept in the stores before', t => {
  const {elements} = parseSymbolPath('srv*/a*/b*https://s', '/default');
  const last = symbolPath(elements).candidates(pe('spam.pyd')).at(-1);
  t.deepEqual(last?.keepIn, ['/a', '/b']);
});

test('a pointer is believed of a folder, never of a server', t => {
  const {elements} = parseSymbolPath('srv*https://s', '/default');
  t.false(places(symbolPath(elements), pe('spam.pyd')).some(place => place.includes('file.ptr')));
});

test('a plain folder is looked into as dbghelp does', t => {
  const {elements} = parseSymbolPath('/sym', '/default');
  t.deepEqual(places(symbolPath(elements), pe('spam.pyd')), [
    '/sym/spam.pdb',
    '/sym/pyd/spam.pdb',
    '/sym/symbols/pyd/spam.pdb',
  ]);
});

const org = pythonOrg({at: 'url', url: 'https://o'}, table);
// python/release-tools, windows-release/purge.py: the files of a release, and where those of a candidate are.
for (const [name, version, expected] of [
  ['python311.dll', '3.11.2', 'https://o/3.11.2/amd64/core_pdb.msi'],
  ['python.exe', '3.11.2', 'https://o/3.11.2/amd64/exe_pdb.msi'],
  ['_ssl.pyd', '3.11.2', 'https://o/3.11.2/amd64/lib_pdb.msi'],
  ['_testcapi.pyd', '3.11.2', 'https://o/3.11.2/amd64/test_pdb.msi'],
  ['_tkinter.pyd', '3.11.2', 'https://o/3.11.2/amd64/tcltk_pdb.msi'],
  ['python313t.dll', '3.13.1', 'https://o/3.13.1/amd64/freethreaded_pdb.msi'],
  ['python314.dll', '3.14.0rc1', 'https://o/3.14.0/amd64rc1/core_pdb.msi'],
  ['python27.dll', '2.7.18', 'https://o/2.7.18/python-2.7.18.amd64-pdb.zip'],
] as const) {
  test(`python.org has the PDB of ${name} ${version} in ${expected}`, t => {
    t.deepEqual(places(org, pe(name, {pythonVersion: version})), [`${expected} (archive)`]);
  });
}

test('x86 has a folder of its own, and no word in the old names', t => {
  const x86 = {machine: 'x86'} as const;
  t.deepEqual(places(org, pe('python311.dll', {...x86, pythonVersion: '3.11.2'})), [
    'https://o/3.11.2/win32/core_pdb.msi (archive)',
  ]);
  t.deepEqual(places(org, pe('python27.dll', {...x86, pythonVersion: '2.7.18'})), [
    'https://o/2.7.18/python-2.7.18-pdb.zip (archive)',
  ]);
});

test('from 3.16 on the install manager has what python.org had', t => {
  const subject = pe('python316.dll', {pythonVersion: '3.16.0'});
  t.deepEqual(places(org, subject), []);
  t.deepEqual(places(pymanager({at: 'url', url: 'https://o'}, table), subject), [
    'https://o/3.16.0/python-3.16.0-test-amd64.zip (archive)',
  ]);
});

test('a module of somebody else is not asked for there', t => {
  t.is(patchVersionOf('1.26.4.0'), null);
  t.deepEqual(places(org, pe('spam.pyd')), []);
});

test('an interpreter of uv has its symbols in the archive that was not stripped', t => {
  const named = standaloneTriple('cpython-3.12.4-linux-x86_64-gnu');
  t.deepEqual(named, {version: '3.12.4', triple: 'x86_64-unknown-linux-gnu'});
  const install = {
    prefix: '/uv/cpython-3.12.4-linux-x86_64-gnu',
    tag: '20240713',
    version: '3.12.4',
    triple: 'x86_64-unknown-linux-gnu',
  };
  const source = pythonBuildStandalone({at: 'url', url: 'https://p'}, [install], table);
  const inside = {...elf, location: `${install.prefix}/bin/python3.12`};
  t.is(
    places(source, inside)[0],
    'https://p/20240713/cpython-3.12.4%2B20240713-x86_64-unknown-linux-gnu-install_only.tar.gz (archive)',
  );
  t.deepEqual(places(source, elf), []);
  t.is(standaloneTriple('3.12.4'), null);
});

test("Microsoft's server is asked for Microsoft's files alone", t => {
  const source = microsoft({at: 'url', url: 'https://m'}, table);
  t.true(places(source, pe('VCRUNTIME140.dll'))[0]?.startsWith('https://m/VCRUNTIME140.pdb/'));
  t.deepEqual(places(source, pe('spam.pyd')), []);
});
