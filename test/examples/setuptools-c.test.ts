import {cpSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, execaSync} from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'bin', 'run.cjs');
const builds = execaSync('python3', ['-c', 'import setuptools, wheel, pip'], {reject: false}).exitCode === 0;
const maybe = builds ? test : test.skip;

maybe(
  `the wheel of examples/setuptools-c is right${builds ? '' : ' (skipped: python3 has no setuptools, wheel or pip)'}`,
  async t => {
    const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-example-'));
    t.teardown(() => rmSync(folder, {recursive: true}));
    cpSync(join(root, 'examples', 'setuptools-c'), folder, {recursive: true});
    await execa('python3', ['-m', 'pip', 'wheel', '--no-deps', '--no-build-isolation', '-w', 'dist', '.'], {
      cwd: folder,
    });
    const [wheel = ''] = readdirSync(join(folder, 'dist'));
    const result = await execa(process.execPath, [cli, 'check-abi', join('dist', wheel)], {
      cwd: folder,
      reject: false,
    });
    t.is(result.exitCode, 0, result.stdout);
    t.regex(result.stdout, /^ok {2}1 binary, CPython 3\.\d+/);
  },
);
