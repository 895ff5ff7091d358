import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {crc32} from 'node:zlib';
import type {FoundSymbols, HandedSubject} from '../../../../src/symbols/handover/model.ts';
import {temporaryFolder} from '../../../builders/tools.ts';

/** Debian's interpreter. */
export const PYTHON = '/usr/bin/python3';

/** A name in which each character means something to some shell, list or debugger, but for `:`, which gdb cannot quote. */
export const ODD_NAME = 'odd a%b "q" \\ `1+1` $x\'s #é;{}*&';

/** The same without backquotes, in which lldb evaluates expressions. */
export const ODD_FOR_LLDB = ODD_NAME.replaceAll('`', '');

const SOURCE = `#include <Python.h>
static long sum_squares(long n) {
    long total = 0;
    for (long i = 1; i <= n; i++) {
        long square = i * i;
        total += square;
    }
    return total;
}
static PyObject *spam_sum(PyObject *self, PyObject *arg) {
    return PyLong_FromLong(sum_squares(PyLong_AsLong(arg)));
}
static PyMethodDef methods[] = {{"sum", spam_sum, METH_O, 0}, {0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", 0, -1, methods};
PyMODINIT_FUNC PyInit_spam(void) { return PyModule_Create(&module); }
`;

/** The text at which the tests stop, and where it is. */
export const STOP = {text: 'total += square;', line: 6, file: 'spam.c'} as const;

/** A stripped extension, its debug file in a folder of symbols, and its sources away from where they were compiled. */
export interface StrippedExtension {
  readonly folder: string;
  readonly store: string;
  readonly sources: string;
  readonly found: FoundSymbols;
}

/**
 * Compiled in `build/out` from `../src/spam.c`, as a build folder beside the sources has it; then the build folder goes.
 * Without a build-id the debuglink is all that leads to the debug file.
 */
export function strippedExtension(by: 'build-id' | 'debuglink', oddName = ODD_NAME): StrippedExtension {
  const folder = temporaryFolder();
  const store = join(folder, `store ${oddName}`);
  const build = join(folder, 'build');
  const out = join(build, 'out');
  for (const made of [join(build, 'src'), out, store]) mkdirSync(made, {recursive: true});
  writeFileSync(join(build, 'src', STOP.file), SOURCE);
  const run = (tool: string, ...words: string[]) => execFileSync(tool, words, {cwd: out, encoding: 'utf8'});
  const include = run(PYTHON, '-c', 'import sysconfig; print(sysconfig.get_path("include"))').trim();
  const id = by === 'build-id' ? '-Wl,--build-id=sha1' : '-Wl,--build-id=none';
  run('gcc', '-shared', '-fPIC', '-O0', '-g3', `-I${include}`, '../src/spam.c', '-o', 'full.so', id);
  run('objcopy', '--only-keep-debug', 'full.so', 'spam.debug');
  const module = join(folder, 'spam.so');
  run('objcopy', '--strip-unneeded', '--add-gnu-debuglink=spam.debug', 'full.so', module);

  const debugLink = {file: 'spam.debug', crc32: crc32(readFileSync(join(out, 'spam.debug')))};
  const buildId = buildIdOf(module);
  const file =
    by === 'build-id'
      ? join(store, '.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`)
      : join(store, '.debuglink', debugLink.crc32.toString(16).padStart(8, '0'), 'spam.debug');
  mkdirSync(dirname(file), {recursive: true});
  renameSync(join(out, 'spam.debug'), file);
  const sources = join(folder, `sources ${oddName}`);
  renameSync(join(build, 'src'), sources);
  rmSync(build, {recursive: true});
  const subject: HandedSubject = {
    path: 'spam.so',
    name: 'spam.so',
    location: module,
    format: 'elf',
    identity: by === 'build-id' ? {kind: 'build-id', id: buildId} : {kind: 'debuglink', ...debugLink},
    debugLink,
  };
  return {folder, store, sources, found: {subject, verdict: 'matching', file}};
}

/** As readelf tells it; empty where there is none. */
export function buildIdOf(file: string): string {
  const notes = execFileSync('readelf', ['-n', file], {encoding: 'utf8'});
  return /Build ID: ([0-9a-f]+)/.exec(notes)?.[1] ?? '';
}

/** What Python is told to run: the extension in `folder`. */
export const PROGRAM = 'import spam; spam.sum(3)';
