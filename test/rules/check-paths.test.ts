import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {type ArtefactOpener, checkPaths} from '../../src/rules/check-paths.ts';
import {memoryContainer, peModule} from '../builders/memory-container.ts';
import {toolchains} from '../toolchains/tables.ts';

const OPTIONS = {
  selection: {select: [], ignore: []},
  against: null,
  python: null,
  toolchains,
  system: null,
  withFacts: false,
  withTree: false,
};

const opener = (rest: Partial<ArtefactOpener>): ArtefactOpener => ({
  expand: path => [path],
  open: async () => memoryContainer({}),
  environmentOf: () => null,
  ...rest,
});

async function reportsOf(paths: readonly string[], from: ArtefactOpener) {
  const reports = [];
  for await (const report of checkPaths(paths, from, OPTIONS)) reports.push(report);
  return reports;
}

test('a path stands for one artefact or for several, in order', async t => {
  const reports = await reportsOf(
    ['dist', 'a.whl'],
    opener({expand: path => (path === 'dist' ? ['dist/x.whl', 'dist/y.whl'] : [path])}),
  );
  t.deepEqual(
    reports.map(({path}) => path),
    ['dist/x.whl', 'dist/y.whl', 'a.whl'],
  );
});

test('an artefact that cannot be read has an error, and the others are still checked', async t => {
  const reports = await reportsOf(
    ['gone.whl', 'here.whl'],
    opener({
      open: async path => {
        if (path === 'gone.whl')
          throw new UserError({what: 'is no zip file', where: path, advice: 'download it again'});
        return memoryContainer({});
      },
    }),
  );
  t.deepEqual(
    reports.map(({path, error}) => [path, error]),
    [
      ['gone.whl', 'is no zip file; download it again'],
      ['here.whl', undefined],
    ],
  );
});

test('so has a path that stands for nothing', async t => {
  const reports = await reportsOf(
    ['nowhere'],
    opener({
      expand: path => {
        throw new UserError({what: 'no such file or folder', where: path});
      },
    }),
  );
  t.deepEqual(reports, [{path: 'nowhere', kind: 'file', binaries: [], error: 'no such file or folder'}]);
});

test('an error of our own passes through, and the container is closed', async t => {
  const container = memoryContainer({
    'speed.pyd': () => {
      throw new TypeError('ours');
    },
  });
  await t.throwsAsync(reportsOf(['a.whl'], opener({open: async () => container})), {instanceOf: TypeError});
  t.true(container.wasClosed());
});

test('a wheel is one distribution, by its name or by its own WHEEL file', async t => {
  const container = memoryContainer({
    'speed.pyd': peModule('speed', 'python312.dll', 'ucrtbase.dll'),
    'seeded-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nTag: cp311-cp311-win_amd64\n',
  });
  const from = opener({open: async () => container});
  const [named] = await reportsOf(['seeded-1.0-cp312-cp312-win_amd64.whl'], from);
  const [renamed] = await reportsOf(['download.zip'], from);
  t.like(named?.binaries[0], {verdict: 'ok', target: {pythons: ['3.12'], from: 'wheel-tag'}});
  t.like(renamed?.binaries[0], {verdict: 'error', target: {pythons: ['3.11'], from: 'wheel-tag'}});
});

test('what lies in an environment is for what the environment says', async t => {
  const from = opener({
    open: async () =>
      memoryContainer(
        {'speed.pyd': peModule('speed', 'python312.dll', 'ucrtbase.dll')},
        {kind: 'environment'},
      ),
    environmentOf: () => ({
      distributionOf: () => ({
        project: 'seeded',
        requires: [],
        wheel: {
          project: 'seeded',
          version: '1',
          pythons: ['cp312'],
          abis: ['cp312'],
          platforms: ['win_amd64'],
        },
      }),
      environment: null,
      nearbyFiles: [],
      root: null,
      locationOf: () => null,
      notes: [],
    }),
  });
  const [report] = await reportsOf(['.venv'], from);
  t.like(report?.binaries[0]?.target, {pythons: ['3.12'], from: 'wheel-tag'});
});
