import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {cellsOf} from '../../../scripts/debug-matrix/cells.ts';
import {buildExtensions} from '../../../scripts/debug-matrix/extensions.ts';
import {findSubjects} from '../../../scripts/debug-matrix/interpreters.ts';
import {lineOf} from '../../../scripts/debug-matrix/line.ts';
import type {Way} from '../../../scripts/debug-matrix/looks.ts';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {findDebugger} from '../../../src/system/debugging/find-debugger.ts';
import {PROGRAMS} from './programs/programs.ts';

/** A few cells of the matrix; scripts/debug-matrix.ts runs all. The interpreters differ in how their frames are found. */
const INTERPRETERS = ['3.8', '3.11 Debian', '3.13'];
const CELLS: readonly (readonly [program: string, way: Way, isJudgedByPyBt: boolean])[] = [
  ['crash', 'core', true],
  ['deadlock', 'attach', false],
  ['decref', 'live', false],
];

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-matrix-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const engines = ENGINES.filter(name => findDebugger(name) !== null);
for (const name of ENGINES) {
  if (!engines.includes(name)) test.skip(`cells of the matrix by ${name} (there is no ${name})`, () => {});
}
/** Cores that go to a program or to another folder are not ours to find. */
const keepsCores = /^core(?:\.%p)?$/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim());

const subjects = findSubjects();
const programs = PROGRAMS.filter(({name}) => CELLS.some(([program]) => program === name));

for (const name of INTERPRETERS) {
  const builds = subjects.filter(subject => subject.name === name);
  const [full] = builds;
  if (!full) {
    test.skip(`frames, lines and verdicts are as known on CPython ${name} (it is not on this machine)`, () => {});
    continue;
  }
  let extensions: string | undefined;
  for (const [word, way, isJudgedByPyBt] of CELLS) {
    for (const program of programs.filter(one => one.name === word)) {
      const judges = isJudgedByPyBt ? 'known and as py-bt has them' : 'known';
      const title = `${word}, ${way}: frames, lines and the verdict are as ${judges} on CPython ${name}`;
      if (way === 'core' && !keepsCores) {
        test.skip(`${title} (the kernel writes no core where the program runs)`, () => {});
        continue;
      }
      test.serial(title, async t => {
        extensions ??= buildExtensions(full, programs, folder);
        const starts = builds.map(subject => ({
          subject,
          program,
          extensions: extensions ?? '',
          folder: join(folder, `${name}-${subject.build}-${word}`.replaceAll(' ', '-')),
        }));
        const cells = await cellsOf(starts, {engines, ways: [way], isJudgedByPyBt});
        t.deepEqual(
          cells.map(lineOf).filter(line => !line.startsWith('ok: ')),
          [],
        );
        t.is(cells.length, 2 * engines.length, 'with symbols and without, by each debugger');
        if (isJudgedByPyBt) {
          t.true(cells.every(({outcome}) => outcome.kind === 'report' && outcome.pyBt === ''));
        }
      });
    }
  }
}
