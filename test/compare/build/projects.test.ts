import {execFileSync} from 'node:child_process';
import {cpSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import * as v from 'valibot';
import {buildJsonSchema} from '../../../src/report/build-json-schema.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {projects} from './projects.ts';
import {buildPython, sdistOf} from './sdists.ts';

const isAll = process.env['PYXDBG_ALL_PROJECTS'] === '1';
const python = buildPython(isAll);
const gdb = toolNamed('gdb');
const readelf = toolNamed('readelf');
const folder = temporaryFolder();

for (const {requirement, importFrom, stop, isSlow} of projects) {
  if (isSlow && !isAll) continue;
  const source = python && readelf && process.platform === 'linux' ? sdistOf(requirement) : null;
  const title = `${requirement} builds for debugging, and is proved`;
  if (!python || !source) {
    test.skip(`${title} (skipped: no Linux, no readelf, or pip reaches no index)`, () => {});
    continue;
  }
  test.serial(title, async t => {
    const project = join(folder, basename(source));
    cpSync(source, project, {recursive: true});
    const {stdout, stderr, exitCode} = await execa(
      process.execPath,
      [program, 'build', project, '--debug', '--json', '--python', python],
      {reject: false, cwd: folder},
    );
    t.is(exitCode, 0, stderr + stdout);
    const answer = JSON.parse(stdout);
    t.true(v.is(buildJsonSchema, answer));
    t.true(answer.proved);
    t.true(answer.modules.length > 0);

    // The judge is readelf: what the compiler wrote of its own options, unit by unit.
    const place = answer.products[0].endsWith('.whl') ? join(folder, `${basename(source)}-unpacked`) : null;
    for (const wheel of place ? answer.products : []) {
      execFileSync('python3', ['-m', 'zipfile', '-e', wheel, place ?? '']);
    }
    for (const {product, path} of answer.modules) {
      const file = place ? join(place, path) : product;
      const producers = producersOf(file);
      t.true(producers.length > 0, `${path} has debug information`);
      for (const producer of producers.filter(one => one.startsWith('GNU C'))) {
        t.deepEqual(producer.match(/ -O\S*/g)?.at(-1), ' -O0', producer);
        t.regex(producer, / -g3 /);
        t.notRegex(producer, /-flto(?!=)|GIMPLE/);
      }
    }

    if (stop && gdb) {
      const shown = await gdbStop(project, importFrom, stop);
      t.regex(shown, new RegExp(`Breakpoint 1(?:\\.1)?, .*\\b${stop.at} \\(.*\\) at \\S+:\\d+`, 's'));
      t.notRegex(shown, /<optimized out>/);
    }
  });
}

/** DW_AT_producer of every compilation unit, as readelf prints it. */
function producersOf(file: string): string[] {
  const text = execFileSync('readelf', ['--debug-dump=info', file], {encoding: 'latin1', maxBuffer: 2 ** 30});
  return [...text.matchAll(/DW_AT_producer\s*:\s*(?:\(.*?\): )?(.*)/g)].map(([, producer = '']) =>
    producer.trim(),
  );
}

async function gdbStop(
  project: string,
  importFrom: string,
  {at, code}: {at: string; code: string},
): Promise<string> {
  const {all} = await execa(
    'gdb',
    [
      '-nx',
      '-q',
      '-batch',
      ...['set debuginfod enabled off', 'set auto-load python-scripts off'].flatMap(line => ['-iex', line]),
      ...[
        'set breakpoint pending on',
        `break ${at}`,
        'run',
        'backtrace 1',
        'info args',
        'info locals',
      ].flatMap(line => ['-ex', line]),
      '--args',
      python ?? '',
      '-c',
      code,
    ],
    {all: true, reject: false, env: {PYTHONPATH: join(project, importFrom)}, timeout: 120_000},
  );
  return all ?? '';
}
