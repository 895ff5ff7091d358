import {execFileSync} from 'node:child_process';
import {cpSync, existsSync} from 'node:fs';
import {basename, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {buildPython, otherPythons} from './build-environment.ts';
import {type Built, type BuiltModule, buildProject} from './built-project.ts';
import {gdbStop} from './gdb-stop.ts';
import type {Judgement} from './judge.ts';
import {loadedFrom, packagesOf, releasedWheel, runSuite, type SuiteOutcome} from './project-tests.ts';
import type {Project} from './projects.ts';
import {sdistOf} from './sdists.ts';

/** The slowest build takes minutes on two cores. */
const TIMEOUT_MS = 20 * 60_000;

const isAll = process.env['PYXDBG_ALL_PROJECTS'] === '1';
const canJudge = process.platform === 'linux' && toolNamed('readelf') !== null;
const python = canJudge ? buildPython() : null;
const hasCargo = toolNamed('cargo') !== null;
const hasGdb = toolNamed('gdb') !== null;

/** Registers the tests of these projects: each is built for debugging and for release, once for all its tests. */
export function testProjects(projects: readonly Project[]): void {
  const folder = temporaryFolder();
  const suffix = python === null ? '' : extSuffixOf(python);
  const packages = python === null ? '' : packagesOf(python);
  const others = python === null ? [] : otherPythons(python);

  for (const project of projects) {
    const {requirement, stop, tests, isRust} = project;
    if (project.isSlow && !isAll) continue;
    const missing = isRust && !hasCargo ? 'no cargo' : python === null ? 'no Linux, readelf or index' : null;
    const source = missing === null ? sdistOf(requirement) : null;
    if (python === null || source === null) {
      test.skip(`${requirement} builds (skipped: ${missing ?? 'pip reaches no index'})`, () => {});
      continue;
    }
    const debug = once(() => buildProject(project, source, {python, folder, debug: true}));
    const release = once(() => buildProject(project, source, {python, folder, debug: false}));
    const suites = join(folder, `${basename(source)}-tests`);

    test.serial(`${requirement} builds for debugging, and is proved`, async t => {
      t.timeout(TIMEOUT_MS);
      const {answer, modules} = await debug();
      t.true(answer.proved);
      t.true(modules.length > 0);
      for (const {name, said, judged} of modules) {
        t.true(isModuleName(name, suffix), name);
        t.deepEqual(judged.pyDebugNames, [], name);
        t.true(judged.hasSymbols, name);
        const units = ownUnits(judged);
        t.true(units.length > 0, `${name} has debug information`);
        t.is(said.debug?.units, units.length, name);
        for (const {producer} of units) judgeUnit(t, producer);
      }
    });

    test.serial(`${requirement} is the same to Python and the loader as its release build`, async t => {
      t.timeout(TIMEOUT_MS);
      const [forDebug, forRelease] = [await debug(), await release()];
      t.true(forRelease.answer.proved);
      t.deepEqual(
        forDebug.modules.map(({name}) => name),
        forRelease.modules.map(({name}) => name),
      );
      t.deepEqual(forDebug.modules.map(neededOf), forRelease.modules.map(neededOf));
      judgeNdebug(t, forDebug, forRelease);
    });

    if (stop && hasGdb) {
      test.serial(`${requirement}: gdb stops in ${stop.at} by file and line`, async t => {
        t.timeout(TIMEOUT_MS);
        const shown = await gdbStop(python, (await debug()).importFrom, stop);
        const name = stop.at.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
        t.regex(shown, new RegExp(`Breakpoint 1(?:\\.1)?, .*\\b${name}\\b.* \\(.*\\) at \\S+:\\d+`, 's'));
        t.notRegex(shown, /<optimized out>/);
      });
    }
    if (!tests) continue;

    test.serial(`${requirement}: its own tests pass on the debug build`, async t => {
      t.timeout(TIMEOUT_MS);
      const {importFrom, modules} = await debug();
      t.deepEqual(
        loadedFrom(
          python,
          importFrom,
          packages,
          modules.map(({name}) => name),
        ),
        modules.map(({file}) => file),
      );
      const place = {python, importFrom, more: packages, folder: join(suites, 'debug')};
      passes(t, await runSuite(project, source, place));
    });

    const wheel = once(async () => releasedWheel(python, requirement, `${suites}-wheel`));
    for (const other of [{executable: python, version: 'of the build'}, ...others]) {
      const title = `${requirement}: debug modules in the place of those of the released wheel, Python ${other.version}`;
      test.serial(title, async t => {
        t.timeout(TIMEOUT_MS);
        const importFrom = await wheel();
        if (importFrom === null) {
          t.fail('pip has no wheel of it');
          return;
        }
        const {modules} = await debug();
        for (const {name, file} of modules) {
          t.true(existsSync(join(importFrom, name)), `the released wheel has ${name}`);
          cpSync(file, join(importFrom, name));
        }
        const names = modules.map(({name}) => name);
        t.deepEqual(
          loadedFrom(other.executable, importFrom, packages, names),
          names.map(name => join(importFrom, name)),
        );
        const place = {python: other.executable, importFrom, more: packages};
        passes(t, await runSuite(project, source, {...place, folder: join(suites, other.version)}));
      });
    }
  }
}

/**
 * The units that the build compiled, without hand-written assembly: Rust's own library was, by its folder, compiled on
 * another machine.
 */
function ownUnits({units}: Judgement): Judgement['units'] {
  return units.filter(
    ({producer, directory}) =>
      !producer.startsWith('GNU AS') && (!producer.includes('rustc') || existsSync(directory)),
  );
}

/**
 * Libraries that the loader brings in, but for libm: optimisation turns calls such as ceil() into instructions, so that
 * a release build may do without it. It is part of the same glibc.
 */
function neededOf({judged}: BuiltModule): readonly string[] {
  return judged.needed.filter(library => library !== 'libm.so.6');
}

/** gcc writes the options that counted into DW_AT_producer; rustc writes none. */
function judgeUnit(t: ExecutionContext, producer: string): void {
  t.regex(producer, /^GNU C|^clang LLVM \(rustc version/);
  if (producer.includes('rustc')) return;
  t.deepEqual(producer.match(/ -O\S*/g)?.at(-1), ' -O0', producer);
  t.regex(producer, / -g3 /);
  t.regex(producer, / -fno-omit-frame-pointer/);
  t.notRegex(producer, /-flto(?!=)|GIMPLE/);
}

/** assert() is compiled in both builds or in none; -g3 leaves the macros in the debug one for a judge to see. */
function judgeNdebug(t: ExecutionContext, debug: Built, release: Built): void {
  const {now} = debug.answer.ndebug;
  t.is(now, release.answer.ndebug.now);
  t.is(debug.answer.ndebug.release, now);
  const modules = [...debug.modules, ...release.modules];
  if (now === 'defined') {
    t.true(debug.modules.every(({judged}) => judged.definesNdebug));
    t.false(modules.some(({judged}) => judged.callsAssert));
  } else {
    // None of these projects gives it to a part of its files only; rustc knows no NDEBUG.
    t.not(now, 'mixed');
    t.false(modules.some(({judged}) => judged.definesNdebug));
  }
}

function passes(t: ExecutionContext, {tests, failures, errors, skipped, output}: SuiteOutcome): void {
  t.true(tests > 0, output);
  t.is(failures + errors, 0, output);
  t.true(tests - skipped > 0, output);
  t.log(`${tests} tests, ${skipped} of them skipped`);
}

/** As importlib.machinery.EXTENSION_SUFFIXES has them, or a library that a module is linked to. */
function isModuleName(name: string, suffix: string): boolean {
  return name.endsWith(suffix) || name.endsWith('.abi3.so') || /\/lib[^/]+\.so(?:\.\d+)*$/.test(name);
}

function extSuffixOf(executable: string): string {
  const code = 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))';
  return execFileSync(executable, ['-c', code], {encoding: 'utf8'}).trim();
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
