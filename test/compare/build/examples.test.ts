import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
import {environment, program, pyxdbgOn, root} from '../../e2e/program.ts';
import {buildPython} from './build-environment.ts';

const python = buildPython();
const {stdout: help} = await pyxdbgOn(process.execPath)(['build', '--help']);
const examples = [...help.matchAll(/^ {2}\$ (pyxdbg .*)$/gm)]
  .map(([, line = '']) => line)
  .filter(line => !line.includes('--dry-run') && line !== 'pyxdbg build [DIR] [FLAGS]');

if (python === null) {
  test.skip('the examples of build --help run (skipped: pip reaches no index)', () => {});
} else {
  for (const [index, example] of examples.entries()) {
    test.serial(`the example runs: ${example}`, async t => {
      const folder = join(temporaryFolder(), String(index));
      cpSync(join(root, 'examples', 'setuptools-c'), folder, {recursive: true});
      mkdirSync(join(folder, 'bin'));
      const start = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
      writeFileSync(join(folder, 'bin/pyxdbg'), start, {mode: 0o755});
      const path = [join(folder, 'bin'), dirname(python), process.env['PATH']].join(':');
      const {exitCode, stdout, stderr} = await execa('sh', ['-c', example], {
        cwd: folder,
        env: environment({PATH: path}),
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      });
      t.is(exitCode, 0, stderr);
      t.regex(stdout, /debuggable, in the release ABI: proved/);
    });
  }
}
