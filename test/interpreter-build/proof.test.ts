import {execFileSync, spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type Evidence, judgeEvidence, parseAbidiff} from '../../src/interpreter-build/proof.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {EVIDENCE} from './samples.ts';

const failing = (more: Partial<Evidence>): readonly string[] =>
  judgeEvidence({...EVIDENCE, ...more})
    .points.filter(({verdict}) => verdict === 'no')
    .map(({what}) => what);

test('a build without a fault is proved', t => {
  const {points, holds} = judgeEvidence(EVIDENCE);
  t.true(holds);
  t.true(points.every(({verdict}) => verdict === 'ok'));
});

test('each fault fails its point, and with it the proof', t => {
  const finding = {
    rule: 'optimised',
    severity: 'error',
    message: '1 unit compiled with -O2',
    subject: '-O2',
    evidence: [],
    breaks: '',
    fix: '',
  } as const;
  const faults: readonly (readonly [Partial<Evidence>, string])[] = [
    [{facts: [{name: 'SOABI', original: 'a', built: 'b', same: false}]}, 'sysconfig and sys'],
    [
      {names: {exported: 1, missing: [{name: 'PyList_New', reason: 'of-cpython'}], added: []}},
      'exported names',
    ],
    [{abidiff: {changedFunctions: 1, changedVariables: 0, removed: 0, added: 0, withTypes: true}}, 'abidiff'],
    [{debug: {...EVIDENCE.debug, findings: [{path: '/x', finding}]}}, 'debug information'],
    [{debug: {...EVIDENCE.debug, units: 0}}, 'debug information'],
    [{releaseModules: {loaded: 1, failed: [{name: '_json', error: 'ImportError'}]}}, 'release modules'],
    [{tried: [{name: 'numpy', version: '', imported: [], compiled: 0, error: 'no wheel'}]}, 'packages'],
  ];
  for (const [fault, what] of faults) {
    t.deepEqual(failing(fault), [what]);
    t.false(judgeEvidence({...EVIDENCE, ...fault}).holds);
  }
});

test('names that are missing for a reason, and what could not be looked at, do not fail it', t => {
  const names = {
    exported: 1,
    missing: [{name: 'PyInit_zlib', reason: 'module-in-a-file'}],
    added: ['x'],
  } as const;
  t.deepEqual(failing({names, abidiff: null, releaseModules: null}), []);
});

const withAbidiff = toolNamed('abidiff') && toolNamed('gcc') ? test : test.skip;

/** What abidiff prints for two libraries of these sources. */
function abidiff(before: string, after: string, options: readonly string[] = ['-g']): string {
  const folder = temporaryFolder();
  const build = (name: string, source: string): string => {
    writeFileSync(join(folder, `${name}.c`), source);
    const library = join(folder, `${name}.so`);
    execFileSync('gcc', [
      ...options,
      '-shared',
      '-fPIC',
      '-Wl,-soname,one.so',
      '-o',
      library,
      join(folder, `${name}.c`),
    ]);
    return library;
  };
  const {stdout} = spawnSync('abidiff', ['--stat', build('before', before), build('after', after)], {
    encoding: 'utf8',
  });
  return stdout;
}

const BEFORE = 'struct s {int a;}; int f(struct s *p) {return p->a;} int gone(void) {return 1;} long v = 1;';

withAbidiff('what abidiff prints is read: changed, removed and added, of functions and variables', t => {
  const after =
    'struct s {long b; int a;}; int f(struct s *p) {return p->a;} int come(void) {return 1;} int v = 1;';
  t.deepEqual(parseAbidiff(abidiff(BEFORE, after), true), {
    changedFunctions: 1,
    changedVariables: 1,
    removed: 1,
    added: 1,
    withTypes: true,
  });
});

withAbidiff('two libraries without a difference have none', t => {
  const none = {changedFunctions: 0, changedVariables: 0, removed: 0, added: 0};
  t.deepEqual(parseAbidiff(abidiff(BEFORE, BEFORE), true), {...none, withTypes: true});
});

withAbidiff('without debug information a name that is gone is still counted', t => {
  const after = BEFORE.replace('int gone(void) {return 1;}', '');
  t.like(parseAbidiff(abidiff(BEFORE, after, ['-s']), false), {removed: 1, added: 0, withTypes: false});
});

test('an answer that is none of abidiff is none', t => {
  t.is(parseAbidiff('abidiff: something else', true), null);
});
