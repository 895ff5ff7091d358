import test from 'ava';
import * as v from 'valibot';
import {pythonBuildJson, pythonPlanJson} from '../../src/report/python-build-json.ts';
import {pythonBuildJsonSchema} from '../../src/report/python-build-json-schema.ts';
import {renderPythonBuild} from '../../src/report/python-build-text.ts';
import {renderPythonPlan} from '../../src/report/python-plan-text.ts';
import {makeStyle} from '../../src/report/style.ts';
import {BUILT, EVIDENCE, FACTS} from '../interpreter-build/samples.ts';

const layout = {style: makeStyle(false), width: 80, verbose: false};

test('a build that is proved', t => {
  t.snapshot(renderPythonBuild(BUILT, layout).split('\n'));
});

const FAULTS = {
  ...BUILT,
  venv: {folder: '/v', python: '/v/bin/python', hasPip: false},
  holds: false,
  points: BUILT.points.map(point => ({
    ...point,
    verdict: point.what === 'abidiff' ? ('unknown' as const) : ('no' as const),
  })),
  evidence: {
    ...EVIDENCE,
    source: {
      ...EVIDENCE.source,
      from: 'Python-3.11.9.tar.xz',
      version: [3, 11, 9] as const,
      match: 'other' as const,
    },
    facts: [
      ...EVIDENCE.facts,
      {name: 'SIZEOF_TIME_T', original: '8', built: '4', same: false},
      {name: 'SOABI', original: '', built: 'x', same: false},
    ],
    names: {
      exported: 1700,
      missing: [
        {name: 'PyInit_zlib', reason: 'module-in-a-file' as const},
        {name: 'PyList_New', reason: 'of-cpython' as const},
        {name: '_Py_a', reason: 'own-of-the-original' as const},
        {name: '_Py_b', reason: 'own-of-the-original' as const},
        {name: '_Py_c', reason: 'own-of-the-original' as const},
      ],
      added: ['x'],
    },
    abidiff: null,
    debug: {binaries: 2, units: 3, levels: {'-O0': 2, '-O2': 1}, missingSources: 1, findings: []},
    releaseModules: {
      loaded: 1,
      failed: [{name: '_json', error: 'ImportError: undefined symbol: PyList_New'}],
    },
    missingModules: [
      {name: '_dbm', package: 'libdb-dev'},
      {name: 'strange', package: null},
    ],
    tried: [{name: 'numpy', version: '2.4.6', imported: ['numpy'], compiled: 2, error: ''}],
  },
};

test('a build with every kind of fault', t => {
  t.snapshot(renderPythonBuild(FAULTS, layout).split('\n'));
});

const plan = {
  original: FACTS,
  source: 'python3.11 3.11.2-6+deb12u9 by apt',
  prefix: '/home/user/debug',
  venv: '/home/user/debug/venv',
  plan: {
    steps: [{title: 'configure', command: ['sh', './configure', 'OPT=-O0 -g3'] as const, cwd: '/src'}],
    files: {},
    environment: {LC_ALL: 'C.UTF-8', PYTHONHOME: null},
    leftOut: [{argument: '--with-lto', why: 'optimisation'}],
    compiler: 'gcc',
  },
};

test('a plan', t => {
  t.snapshot(renderPythonPlan(plan, layout).split('\n'));
});

test('all of it is as the schema says', t => {
  for (const text of [pythonBuildJson(BUILT), pythonBuildJson(FAULTS), pythonPlanJson(plan)]) {
    const {issues} = v.safeParse(pythonBuildJsonSchema, JSON.parse(text));
    t.deepEqual(issues, undefined);
  }
});
