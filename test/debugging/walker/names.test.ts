import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const WALKER = fileURLToPath(new URL('../../../templates/runtime/walker', import.meta.url));
const PLAIN = `
import json, sys
sys.path.insert(0, sys.argv[1])
from pyxdbg_walker.names import plain_name
json.dump([plain_name(name) for name in json.load(sys.stdin)], sys.stdout)
`;

const tools = ['g++', 'nm', 'c++filt', 'python3'].filter(name => toolNamed(name) === null);
const absent = tools.length === 0 ? '' : ` (skipped: no ${tools.join(', ')})`;

function plainNames(names: readonly string[]): readonly string[] {
  const words = ['-I', '-c', PLAIN, WALKER];
  return JSON.parse(execFileSync('python3', words, {input: JSON.stringify(names), encoding: 'utf8'}));
}

(absent === '' ? test : test.skip)(`C++ names lose what c++filt --no-params leaves out${absent}`, t => {
  const object = join(temporaryFolder(), 'names.o');
  const source = fileURLToPath(new URL('names.cpp', import.meta.url));
  execFileSync('g++', ['-O0', '-std=c++17', '-c', source, '-o', object]);
  const mangled = execFileSync('nm', ['--defined-only', '--format=just-symbols', object], {encoding: 'utf8'})
    .split('\n')
    .filter(name => name.startsWith('_Z') && !/^_Z(?:T|GV)/.test(name));
  t.true(mangled.length > 300, `${mangled.length} names`);
  const demangle = (...options: readonly string[]): readonly string[] =>
    execFileSync('c++filt', [...options], {input: mangled.join('\n'), encoding: 'utf8'})
      .trimEnd()
      .split('\n');
  t.deepEqual(plainNames(demangle()), demangle('--no-params'));
  // Every kind of name that the source is there for is among them.
  for (const text of readFileSync(source, 'utf8').matchAll(/\/\/ (\S.*)$/gm)) {
    t.true(demangle('--no-params').includes(text[1] ?? ''), text[1]);
  }
});

(toolNamed('python3') ? test : test.skip)(
  `names of C, and those that lldb marks as global, are plain${toolNamed('python3') ? '' : ' (skipped: no python3)'}`,
  t => {
    t.deepEqual(plainNames(['sum_weights', '::work(int)', 'operator()', 'f.cold', '', '(((', ')))']), [
      'sum_weights',
      'work',
      'operator()',
      'f.cold',
      '',
      '(((',
      ')))',
    ]);
  },
);
