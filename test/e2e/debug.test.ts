import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {writeWheel} from '../seeded/wheel.ts';
import {checkAbi, rulesOf} from './check-abi.ts';

const gcc = toolNamed('gcc');
const withGcc = gcc === null ? test.skip : test;
const reason = gcc === null ? ' (skipped: gcc not installed)' : '';

const NAME = 'speed.cpython-312-x86_64-linux-gnu.so';
const DEBUG_RULES = ['no-debug-info', 'debug-info-mismatch', 'optimised', 'sources-missing'];

/** A folder with a module of one C file in it, compiled with these options; the source stays. */
function compiled(...options: readonly string[]): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'speed.c'), 'int total;\nvoid *PyInit_speed(void) { return &total; }\n');
  execFileSync('gcc', ['-shared', '-fPIC', '-nostdlib', ...options, '-o', NAME, 'speed.c'], {cwd: folder});
  return folder;
}

/** Debug rules that fired, as `severity rule`, and what was said of the debug information. */
async function debugFindings(...words: readonly string[]) {
  const {artefacts, exitCode} = await checkAbi(...words);
  const binaries = artefacts.flatMap(artefact => artefact.binaries);
  const fired = (['error', 'warning', 'note'] as const).flatMap(severity =>
    rulesOf(binaries, severity)
      .filter(rule => DEBUG_RULES.includes(rule))
      .map(rule => `${severity} ${rule}`),
  );
  return {fired, exitCode, debug: binaries.map(binary => binary.debug)};
}

withGcc(`without --debug nobody looks at debug information${reason}`, async t => {
  const {fired, exitCode, debug} = await debugFindings(compiled('-O2'));
  t.deepEqual({fired, exitCode, debug}, {fired: [], exitCode: 0, debug: [undefined]});
});

withGcc(`a file, a folder, a wheel and an environment are judged alike${reason}`, async t => {
  const folder = compiled('-g', '-O2');
  const bytes = readFileSync(join(folder, NAME));
  const sitePackages = join(temporaryFolder(), 'lib', 'python3.12', 'site-packages');
  mkdirSync(sitePackages, {recursive: true});
  writeFileSync(join(sitePackages, NAME), bytes);
  const wheel = await writeWheel(temporaryFolder(), 'seeded', 'cp312-cp312-linux_x86_64', {[NAME]: bytes});
  for (const path of [join(folder, NAME), folder, wheel, sitePackages]) {
    const {fired, exitCode, debug} = await debugFindings('--debug', path);
    t.deepEqual({fired, exitCode}, {fired: ['error optimised'], exitCode: 1}, path);
    t.like(debug[0], {format: 'dwarf', units: 1, optimised: 1, levels: {'-O2': 1}, missingSources: []});
  }
});

withGcc(`a debug build passes${reason}`, async t => {
  const {fired, exitCode} = await debugFindings('--debug', compiled('-g3', '-O0'));
  t.deepEqual({fired, exitCode}, {fired: [], exitCode: 0});
});

withGcc(`to select one of its rules is to ask for it${reason}`, async t => {
  const {fired, exitCode} = await debugFindings('--select', 'optimised', compiled('-g', '-O3'));
  t.deepEqual({fired, exitCode}, {fired: ['error optimised'], exitCode: 1});
});

withGcc(`a baseline of --debug stands where nobody looked${reason}`, async t => {
  const folder = compiled('-g', '-O2');
  const baseline = join(temporaryFolder(), 'abi.json');
  await checkAbi('--debug', '--write-baseline', baseline, '--exit-zero', folder);
  const without = await checkAbi('--baseline', baseline, folder);
  t.deepEqual([without.exitCode, without.vanished], [0, []]);
  t.is((await checkAbi('--debug', '--baseline', baseline, folder)).exitCode, 0);
});
