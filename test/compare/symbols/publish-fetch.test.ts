import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {missingTools} from '../../binary/pdb/link-pdb.ts';
import {serveFolder} from '../../builders/static-server.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {windowsModule} from './sym-store.ts';

const needed = ['gdb', 'gcc', 'objcopy', 'python3', 'llvm-symbolizer-16'];
const lacking = [...missingTools, ...needed.filter(tool => toolNamed(tool) === null)];
const live = lacking.length === 0 ? test.serial : test.serial.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

async function pyxdbg(cwd: string, env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const {exitCode, stdout, stderr} = await execa(process.execPath, [program, 'symbols', ...words], {
    cwd,
    env: environment(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  if (exitCode !== 0) throw new Error(`${words.join(' ')}: status ${exitCode}\n${stdout}\n${stderr}`);
  return stdout;
}

const SOURCE = `int sum_squares(int n) {
  int total = 0;
  for (int i = 1; i <= n; i++) {
    int square = i * i;
    total += square;
  }
  return total;
}
`;

live(`split, published, served, fetched into an empty store: gdb shows lines and locals${why}`, async t => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'spam.c'), SOURCE);
  execFileSync('gcc', ['-shared', '-fPIC', '-g3', '-O0', 'spam.c', '-o', 'spam.so'], {cwd: folder});
  await pyxdbg(folder, {}, 'split', 'spam.so', '--out-dir', 'split');
  await pyxdbg(folder, {}, 'publish', 'split', '--to', 'published');
  const bare = temporaryFolder();
  cpSync(join(folder, 'split', 'spam.so'), join(bare, 'spam.so'));
  cpSync(join(folder, 'spam.c'), join(bare, 'spam.c'));
  const server = await serveFolder(join(folder, 'published'));
  rmSync(join(folder, 'split'), {recursive: true});
  try {
    const env = {DEBUGINFOD_URLS: server.url};
    const text = await pyxdbg(
      bare,
      env,
      'fetch',
      'spam.so',
      '--store',
      'store',
      '--source',
      'debuginfod',
      '--json',
    );
    t.like(JSON.parse(text).binaries[0], {verdict: 'matching', source: 'debuginfod'});
    const line = SOURCE.split('\n').findIndex(one => one.includes('total += square')) + 1;
    const commands = [
      ...[
        'set debuginfod enabled off',
        'set breakpoint pending on',
        `break spam.c:${line}`,
        'run',
        'info locals',
        'list',
      ],
    ].flatMap(one => ['-ex', one]);
    // Not a shim of pyenv, which is a script.
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    }).trim();
    const words = ['-c', 'import ctypes; ctypes.CDLL("./spam.so").sum_squares(3)'];
    const start = (debugFolder: string) =>
      execa(
        'gdb',
        [
          '-nx',
          '-q',
          '-batch',
          '-iex',
          `set debug-file-directory ${debugFolder}`,
          ...commands,
          '--args',
          python,
          ...words,
        ],
        {
          cwd: bare,
          reject: false,
          stdin: 'ignore',
        },
      );
    t.notRegex((await start(join(bare, 'none'))).stdout, /Breakpoint 1, /);
    const {stdout} = await start(join(bare, 'store'));
    t.regex(stdout, new RegExp(`Breakpoint 1, sum_squares \\(n=3\\) at spam\\.c:${line}`));
    t.regex(stdout, /square = 1\n/);
    t.regex(stdout, /int square = i \* i;/);
  } finally {
    server.close();
  }
});

live(
  `a PDB published, served, fetched into an empty store: llvm-symbolizer shows the line${why}`,
  async t => {
    const folder = temporaryFolder();
    const {pyd, pdb, key} = windowsModule();
    cpSync(pyd, join(folder, 'module.pyd'));
    cpSync(pdb, join(folder, 'module.pdb'));
    await pyxdbg(folder, {}, 'publish', 'module.pyd', 'module.pdb', '--to', 'published', '--compress');
    const server = await serveFolder(join(folder, 'published'));
    // At the path in the module it would be found without any store.
    const expected = readFileSync(pdb);
    rmSync(pdb);
    const bare = temporaryFolder();
    cpSync(join(folder, 'module.pyd'), join(bare, 'module.pyd'));
    try {
      const text = await pyxdbg(
        bare,
        {},
        'fetch',
        'module.pyd',
        '--store',
        'store',
        '--symbol-path',
        `srv*${server.url}`,
        '--json',
      );
      const [binary] = JSON.parse(text).binaries;
      t.like(binary, {verdict: 'matching', source: 'symbol-path', file: join(bare, 'store', key)});
      t.true(readFileSync(binary.file).equals(expected));
      const exported = execFileSync('llvm-readobj-16', ['--coff-exports', 'module.pyd'], {
        cwd: bare,
        encoding: 'utf8',
      });
      const address = /RVA: (0x[0-9A-Fa-f]+)/.exec(exported)?.[1] ?? '';
      const symbolize = () =>
        execFileSync(
          'llvm-symbolizer-16',
          [`--obj=${join(bare, 'module.pyd')}`, '--relative-address', address],
          {encoding: 'utf8', stdio: 'pipe'},
        );
      t.notRegex(symbolize(), /spam\.c:\d/);
      // It looks for a PDB at the path in the module, and has no setting for another place.
      cpSync(binary.file, pdb);
      t.regex(symbolize(), /answer\n.*spam\.c:1:/);
    } finally {
      server.close();
    }
  },
);
