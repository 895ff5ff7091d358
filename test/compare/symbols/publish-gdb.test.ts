import {cpSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {serveFolder} from '../../builders/static-server.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {buildPython} from '../build/build-environment.ts';
import {sdistOf} from '../build/sdists.ts';
import {installed} from './wheel-judges.ts';

const python = buildPython();
const sdist = sdistOf('simplejson==4.3.0');
const lacking = [
  ...['gdb', 'gcc', 'objcopy'].filter(name => toolNamed(name) === null),
  ...(python === null || sdist === null ? ['pip index'] : []),
];
const live = lacking.length === 0 ? test.serial : test.serial.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

/** Runs pyxdbg in a folder; a build takes its time. */
async function pyxdbg(cwd: string, ...words: string[]): Promise<string> {
  const {exitCode, stdout, stderr} = await execa(process.execPath, [program, ...words], {
    cwd,
    env: environment(),
    extendEnv: false,
    reject: false,
  });
  if (exitCode !== 0) throw new Error(`${words.join(' ')}: status ${exitCode}\n${stdout}\n${stderr}`);
  return stdout;
}

const STOP = 'py_scanstring';
const CODE = `from simplejson._speedups import scanstring; scanstring('"abc"', 1)`;

/** What gdb shows where the module stops; without lines it never does. */
async function inGdb(folder: string, own: string, urls: string): Promise<string> {
  const cache = temporaryFolder();
  const script = join(cache, 'commands');
  const commands = [
    'set debuginfod enabled on',
    'set breakpoint pending on',
    `break ${STOP}`,
    `run -c "${CODE.replaceAll('"', String.raw`\"`)}"`,
    'info locals',
    'list',
  ];
  writeFileSync(script, `${commands.join('\n')}\n`);
  const {stdout, stderr} = await execa('gdb', ['-q', '-batch', '-nx', '-x', script, own], {
    cwd: folder,
    env: {...environment(), DEBUGINFOD_URLS: urls, DEBUGINFOD_CACHE_PATH: join(cache, 'debuginfod')},
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return `${stdout}\n${stderr}`;
}

live(
  `gdb stops in a split module with its lines and sources from a plain web server, and from a folder${why}`,
  async t => {
    const folder = temporaryFolder();
    cpSync(sdist ?? '', join(folder, 'project'), {recursive: true});
    await pyxdbg(
      folder,
      'build',
      'project',
      '--debug',
      '--wheel',
      '--python',
      python ?? '',
      '--out-dir',
      'dist',
    );
    const {artefacts} = JSON.parse(
      await pyxdbg(folder, 'symbols', 'split', '--json', '--out-dir', 'split', ...(await wheelsIn(folder))),
    );
    const [{output}] = artefacts;
    await pyxdbg(folder, 'symbols', 'publish', 'split', '--to', 'store', '--sources');
    const own = installed(python ?? '', output);
    // Nothing of the build is left: what gdb shows comes from the store.
    rmSync(join(folder, 'split'), {recursive: true});
    rmSync(join(folder, 'dist'), {recursive: true});
    renameSync(join(folder, 'project'), join(folder, 'gone'));

    t.notRegex(await inGdb(folder, own, ''), /_speedups\.c:\d+/);

    const server = await serveFolder(join(folder, 'store'));
    try {
      for (const urls of [server.url, `file://${join(folder, 'store')}`]) {
        const shown = await inGdb(folder, own, urls);
        t.regex(shown, /Breakpoint 1, py_scanstring \(.*\) at simplejson\/_speedups\.c:\d+/, urls);
        t.regex(shown, /^pystr = /m, urls);
        t.regex(shown, /^\d+\s+py_scanstring\(PyObject\*? ?\*?self/m, urls);
      }
      const asked = server.requests.filter(({status}) => status === 200).map(({path}) => path);
      t.true(asked.some(path => /^\/buildid\/[0-9a-f]{40}\/debuginfo$/.test(path)));
      t.true(asked.some(path => /^\/buildid\/[0-9a-f]{40}\/source\/.*_speedups\.c$/.test(path)));
    } finally {
      server.close();
    }
  },
);

live(`gdb finds the executable's debug file in the .build-id tree${why}`, async t => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'm.c'), 'int add(int a) { int b = a + 1; return b; }\n');
  await execa('gcc', ['-g', '-shared', '-fPIC', '-Wl,--build-id', 'm.c', '-o', 'm.so'], {cwd: folder});
  await pyxdbg(folder, 'symbols', 'split', 'm.so', '--out-dir', 'split');
  await pyxdbg(folder, 'symbols', 'publish', 'split', '--to', 'store');
  rmSync(join(folder, 'split/m.so.debug'));
  const line = async (...settings: string[]) =>
    (
      await execa(
        'gdb',
        ['-q', '-batch', '-nx', ...settings, '-ex', 'file split/m.so', '-ex', 'info line add'],
        {
          cwd: folder,
          env: {DEBUGINFOD_URLS: ''},
        },
      )
    ).stdout;
  t.notRegex(await line(), /Line \d+ of/);
  t.regex(await line('-ex', `set debug-file-directory ${join(folder, 'store')}`), /Line 1 of "m\.c"/);
});

async function wheelsIn(folder: string): Promise<string[]> {
  const {stdout} = await execa('sh', ['-c', 'ls dist/*.whl'], {cwd: folder});
  return stdout.split('\n');
}
