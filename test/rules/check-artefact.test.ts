import test from 'ava';
import {UnreadableError} from '../../src/binary/unreadable.ts';
import {UserError} from '../../src/errors.ts';
import type {ArtefactReport} from '../../src/report/report.ts';
import {type CheckOptions, checkArtefact, type Surroundings} from '../../src/rules/check-artefact.ts';
import {stated} from '../builders/artefact.ts';
import {elfLibrary, memoryContainer, peModule} from '../builders/memory-container.ts';
import {toolchains} from '../toolchains/tables.ts';

const OPTIONS: CheckOptions = {
  selection: {select: [], ignore: []},
  against: null,
  python: null,
  toolchains,
  system: null,
  withFacts: false,
  withTree: false,
};
const NOTHING: Surroundings = {
  distributionOf: () => null,
  environment: null,
  nearbyFiles: [],
  root: null,
  locationOf: () => null,
  notes: [],
};

const check = (
  files: Parameters<typeof memoryContainer>[0],
  options: Partial<CheckOptions> = {},
  rest: Parameters<typeof memoryContainer>[1] = {},
  around = NOTHING,
) => checkArtefact('dist/stuff.zip', memoryContainer(files, rest), around, {...OPTIONS, ...options});

/** Path -> `severity rule` of its findings. */
const told = ({binaries}: ArtefactReport) =>
  Object.fromEntries(
    binaries.map(({path, findings}) => [path, findings.map(({severity, rule}) => `${severity} ${rule}`)]),
  );

test('every member is read and judged, and the worst comes first', async t => {
  const report = await check({
    'fine.pyd': peModule('fine', 'python312.dll', 'ucrtbase.dll'),
    'bad.pyd': peModule('bad', 'python27.dll', 'ucrtbase.dll'),
  });
  t.deepEqual(
    report.binaries.map(({path, verdict}) => `${path} ${verdict}`),
    ['bad.pyd error', 'fine.pyd ok'],
  );
  t.like(report, {path: 'dist/stuff.zip', kind: 'wheel'});
  t.like(report.binaries[0], {
    format: 'pe',
    machine: 'x86_64',
    role: 'module',
    crt: ['ucrt'],
    target: {pythons: ['2.7'], crt: 'msvcr90', from: 'import'},
  });
});

test('a member that cannot be read is a finding of its own', async t => {
  const cut = peModule('speed', 'python312.dll').subarray(0, 0x90);
  const broken = () => {
    throw new UnreadableError('truncated', 'its compressed data ends early');
  };
  const report = await check({'speed.pyd': cut, 'libcore.so': broken});
  t.deepEqual(told(report), {'libcore.so': ['error truncated'], 'speed.pyd': ['error truncated']});
  t.like(
    report.binaries.find(({path}) => path === 'speed.pyd'),
    {format: null, machine: null, verdict: 'error'},
  );
});

test('a Git LFS pointer is no binary, and named as what it is', async t => {
  const pointer = new TextEncoder().encode(
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
  );
  const report = await check({'speed.pyd': pointer, 'libcore.so': pointer, 'data/table.bin': pointer});
  t.deepEqual(told(report), {'speed.pyd': ['error not-a-binary'], 'libcore.so': ['warning not-a-binary']});
  t.regex(report.binaries[0]?.findings[0]?.message ?? '', /Git LFS/);
});

test('a file that the user named has to be a binary', async t => {
  const text = new TextEncoder().encode('print("hello")\n');
  await t.throwsAsync(check({'hello.py': text}, {}, {kind: 'file'}), {instanceOf: UserError});
});

test('a refused member is unsupported', async t => {
  const report = await check(
    {},
    {},
    {refused: [{path: '../escape.pyd', problem: 'leads out of the archive', what: 'path-escape'}]},
  );
  t.deepEqual(told(report), {'../escape.pyd': ['error unsupported']});
});

test('an error that no reader means passes through', async t => {
  const raise = () => {
    throw new RangeError('ours');
  };
  await t.throwsAsync(check({'speed.pyd': raise}), {instanceOf: RangeError});
});

test('--select and --ignore hold for unreadable members too', async t => {
  const cut = peModule('speed', 'python312.dll').subarray(0, 0x90);
  t.deepEqual(told(await check({'speed.pyd': cut}, {selection: {select: [], ignore: ['truncated']}})), {
    'speed.pyd': [],
  });
});

test('facts stand in the report only where they are asked for', async t => {
  const files = {'speed.pyd': peModule('speed', 'python312.dll', 'ucrtbase.dll')};
  t.false('facts' in ((await check(files)).binaries[0] ?? {}));
  t.like((await check(files, {withFacts: true})).binaries[0]?.facts, {format: 'pe', debug: {dwarf: false}});
});

test('trees stand in the report only where they are asked for, and begin at modules', async t => {
  const files = {
    'speed.pyd': peModule('speed', 'python312.dll', 'core.dll'),
    'core.dll': peModule('core', 'ucrtbase.dll'),
  };
  t.false('dependencies' in ((await check(files)).binaries[0] ?? {}));
  const {binaries} = await check(files, {withTree: true});
  const withTree = binaries.filter(binary => 'dependencies' in binary);
  t.deepEqual(
    withTree.map(({path}) => path),
    ['speed.pyd'],
  );
});

test('--python and the environment are handed on', async t => {
  const files = {'speed.so': elfLibrary('libc.so.6')};
  t.like((await check(files, {python: stated(3, 11)})).binaries[0]?.target, {
    pythons: ['3.11'],
    from: 'python',
  });
  const around = {...NOTHING, environment: stated(3, 9)};
  t.like((await check(files, {}, {}, around)).binaries[0]?.target, {pythons: ['3.9'], from: 'environment'});
});

test('files beside the artefact are there', async t => {
  const files = {'speed.cp312-win_amd64.pyd': peModule('speed', 'python312.dll', 'ucrtbase.dll', 'core.dll')};
  t.deepEqual(Object.values(told(await check(files))), [['warning missing-dep']]);
  t.deepEqual(Object.values(told(await check(files, {}, {}, {...NOTHING, nearbyFiles: ['lib/core.dll']}))), [
    [],
  ]);
});
