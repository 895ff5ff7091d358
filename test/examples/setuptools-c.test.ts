import {cpSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {temporaryFolder} from '../builders/tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();

/** pip builds in isolation, with the setuptools that it fetches. */
const {exitCode} = execaSync(
  'python3',
  ['-m', 'pip', 'download', '-q', '--no-deps', '-d', join(folder, 'index'), 'setuptools'],
  {reject: false},
);
const maybe = exitCode === 0 ? test : test.skip;
const reason = exitCode === 0 ? '' : ' (skipped: pip reaches no package index)';

maybe(`the wheel of examples/setuptools-c is right${reason}`, async t => {
  const project = join(folder, 'project');
  cpSync(join(root, 'examples', 'setuptools-c'), project, {recursive: true});
  await execa('python3', ['-m', 'pip', 'wheel', '--no-deps', '-w', 'dist', '.'], {cwd: project});
  const [wheel = ''] = readdirSync(join(project, 'dist'));
  const cli = join(root, 'bin', 'run.cjs');
  const result = await execa(process.execPath, [cli, 'check-abi', join('dist', wheel)], {
    cwd: project,
    reject: false,
  });
  t.is(result.exitCode, 0, result.stdout);
  t.regex(result.stdout, /^ok {2}1 binary, CPython 3\.\d+/);
});
