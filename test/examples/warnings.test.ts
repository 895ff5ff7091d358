import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {toolNamed} from '../builders/tools.ts';
import {pythonHeaders} from '../seeded/python-headers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const HEADERS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.13t', '3.14', '3.14t']
  .map(version => ({version, folder: pythonHeaders(version)}))
  .filter(({folder}) => folder !== null);

const LANGUAGES = [
  {source: 'setuptools-c/src/spam/_core.c', standard: '-std=c99', compilers: ['gcc', 'clang']},
  {source: 'setuptools-cpp/src/spam/_core.cpp', standard: '-std=c++17', compilers: ['g++', 'clang++']},
] as const;

/** What makes the newest headers those of a free-threaded Python; its configuration differs in nothing else that shows. */
const FREE_THREADED = '-DPy_GIL_DISABLED=1';

for (const {source, standard, compilers} of LANGUAGES) {
  for (const name of compilers) {
    const compiler = toolNamed(name, `${name}-16`);
    const title = `${name} has no warning for examples/${source}`;
    const reason = compiler === null ? 'not installed' : HEADERS.length === 0 ? 'no headers of Python' : null;
    if (compiler === null || reason !== null) {
      test.skip(`${title} (skipped: ${reason})`, t => t.fail());
      continue;
    }
    test.serial(title, async t => {
      const newest = HEADERS.at(-1);
      const headers = [
        ...HEADERS.map(({folder}) => ({folder, options: []})),
        {folder: newest?.folder, options: [FREE_THREADED]},
      ];
      for (const {folder, options} of headers) {
        const file = join(root, 'examples', source);
        const args = [standard, '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', ...options, `-I${folder}`];
        const {exitCode, stderr} = await execa(compiler, [...args, '-c', file, '-o', '/dev/null'], {
          reject: false,
        });
        t.is(exitCode, 0, `${folder}: ${stderr}`);
      }
    });
  }
}
