import {existsSync, readFileSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {root} from '../../e2e/program.ts';
import {entryNamed, pyxdbgStatus, writeProject} from './launch-project.ts';

const page = readFileSync(join(root, 'docs/launch-config.md'), 'utf8');
const isReady = toolNamed('python3') !== null;
const real = isReady ? test.serial : test.serial.skip;

real(
  `the examples of docs/launch-config.md run, and leave what the page says${isReady ? '' : ' (skipped: no python3)'}`,
  t => {
    const folder = join(realpathSync(temporaryFolder()), 'spam');
    writeProject(folder);
    const lines = [...page.matchAll(/^\$ pyxdbg (.*)$/gm)].map(([, line = '']) => line.split(' '));
    t.true(lines.length >= 6);
    for (const words of lines) {
      if (words.includes('--undo')) {
        const [, table = ''] = page.split(/^## (?:Files|Entries of VS Code)$/m);
        const files = [...table.matchAll(/^\| (`\..*?) \|/gm)].flatMap(
          ([, cell = '']) => cell.match(/`[^`]+`/g) ?? [],
        );
        t.true(files.length >= 10);
        for (const file of files.map(each => each.slice(1, -1).replace('NAME', 'spam'))) {
          const path = file.startsWith('.vcxproj') ? `.pyxdbg/vs/spam${file}` : file;
          t.true(existsSync(join(folder, path)), path);
        }
        for (const [, name = ''] of page.matchAll(/`(pyxdbg: (?:Python|native)[^`+]*)`/g))
          t.notThrows(() => entryNamed(folder, name));
      }
      const {status, stdout, stderr} = pyxdbgStatus(folder, ...words);
      // Nothing is built in it.
      t.is(status, words.includes('--check') ? 1 : 0, `${words.join(' ')}: ${stdout}${stderr}`);
    }
    t.false(existsSync(join(folder, '.pyxdbg')));
  },
);
