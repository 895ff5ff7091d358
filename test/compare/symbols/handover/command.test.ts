import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Ajv} from 'ajv';
import test from 'ava';
import {execa} from 'execa';
import {localFiles} from '../../../../src/system/files.ts';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';
import {environment, program, root} from '../../../e2e/program.ts';
import {PROGRAM, PYTHON, STOP, type StrippedExtension, strippedExtension} from './extension.ts';
import {gdb} from './gdb.ts';

const missing = ['gdb', 'gcc', 'objcopy', 'readelf'].filter(tool => toolNamed(tool) === null);
const real = missing.length === 0 ? test.serial : test.serial.skip;
const name = (title: string): string =>
  missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`;

async function symbolsPath(
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
) {
  const {exitCode, stdout, stderr} = await execa(process.execPath, [program, 'symbols', 'path', ...words], {
    cwd,
    env: environment(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  });
  return {exitCode, stdout, stderr};
}

/** Stops in the extension, with the settings in this file. */
const stop = ({folder}: StrippedExtension, script: string) =>
  gdb(
    script,
    [`break ${STOP.file}:${STOP.line}`, 'run', 'info locals', `list ${STOP.line},${STOP.line}`],
    [PYTHON, '-c', PROGRAM],
    folder,
  );

real(name('what is printed is what is written, gdb reads it, and --undo removes it'), async t => {
  const extension = strippedExtension('build-id');
  const {folder, store, sources} = extension;
  const cwd = temporaryFolder();
  const words = ['--for', 'gdb', '--store', store, '--sources', sources];
  const module = join(folder, 'spam.so');
  const printed = await symbolsPath([module, ...words], cwd);
  t.is(printed.exitCode, 0);
  t.deepEqual(localFiles.entryNames(cwd), []);

  const written = await symbolsPath([module, ...words, '--write'], cwd);
  t.is(written.exitCode, 0);
  t.is(written.stderr, 'pyxdbg: written to .pyxdbg/symbols.gdb\n');
  const file = join(cwd, '.pyxdbg/symbols.gdb');
  // But for the first line, which says who wrote it, and the place that the file is at.
  t.is(readFileSync(file, 'utf8').split('\n').slice(1).join('\n'), written.stdout);
  const shown = await stop(extension, file);
  t.regex(shown, /square = 1\n/);
  t.regex(shown, /^6\t {8}total \+= square;$/m);

  const undone = await symbolsPath(['--for', 'gdb', '--undo'], cwd);
  t.is(undone.exitCode, 0);
  t.false(existsSync(file));
  t.regex((await symbolsPath(['--for', 'gdb', '--undo'], cwd)).stderr, /nothing to undo/);
});

real(name('another file may be named; one of the user is left alone'), async t => {
  const {folder, store} = strippedExtension('build-id');
  const words = [
    join(folder, 'spam.so'),
    '--for',
    'lldb',
    '--store',
    store.replaceAll('`', ''),
    '-o',
    'my.lldb',
  ];
  renameSync(store, store.replaceAll('`', ''));
  t.is((await symbolsPath(words, folder)).exitCode, 0);
  t.deepEqual(
    localFiles.entryNames(folder).filter(entry => entry.endsWith('.lldb')),
    ['my.lldb'],
  );
  writeFileSync(join(folder, 'my.lldb'), '# mine\n');
  const refused = await symbolsPath(words, folder);
  t.is(refused.exitCode, 2);
  t.regex(refused.stderr, /my\.lldb: is not a file that pyxdbg symbols path wrote/);
  t.is(readFileSync(join(folder, 'my.lldb'), 'utf8'), '# mine\n');
});

real(name('sources that debuginfod serves are used where the folder of symbols has them'), async t => {
  const extension = strippedExtension('build-id');
  const {folder, store, sources, found} = extension;
  const id = found.subject.identity?.kind === 'build-id' ? found.subject.identity.id : '';
  // debuginfod(8): /buildid/BUILDID/source/SOURCE/FILE, the whole path.
  const place = join(store, 'buildid', id, 'source', folder, 'build', 'src', STOP.file);
  mkdirSync(dirname(place), {recursive: true});
  renameSync(join(sources, STOP.file), place);
  const {exitCode} = await symbolsPath(
    [join(folder, 'spam.so'), '--for', 'gdb', '--store', store, '-o', 'x.gdb'],
    folder,
  );
  t.is(exitCode, 0);
  t.regex(await stop(extension, join(folder, 'x.gdb')), /^6\t {8}total \+= square;$/m);
});

real(name('--json is one document by its schema, for each debugger'), async t => {
  const {folder, store, sources} = strippedExtension('debuglink');
  const clean = store.replaceAll(/[`;*]/g, '');
  renameSync(store, clean);
  const moved = sources.replaceAll(/[`";*]/g, '');
  renameSync(sources, moved);
  const schema = JSON.parse(readFileSync(join(root, 'schema/symbols-path.schema.json'), 'utf8'));
  const isValid = new Ajv().compile(schema);
  for (const one of ['gdb', 'lldb', 'windbg', 'vs', 'vscode']) {
    const words = [join(folder, 'spam.so'), '--for', one, '--store', clean, '--sources', moved, '--json'];
    const {exitCode, stdout, stderr} = await symbolsPath(words, folder);
    t.is(exitCode, 0, stderr);
    t.is(stderr, '');
    const document = JSON.parse(stdout);
    t.true(isValid(document), JSON.stringify(isValid.errors));
    t.deepEqual(document.without, []);
    t.deepEqual(document.sources, [{recorded: join(folder, 'build', 'src'), here: moved}]);
  }
});

real(name('binaries without debug information, wrong folders and no target are told'), async t => {
  const {folder} = strippedExtension('build-id');
  const empty = temporaryFolder();
  const bare = await symbolsPath([join(folder, 'spam.so'), '--for', 'gdb', '--store', empty], empty);
  t.is(bare.exitCode, 0);
  t.regex(bare.stdout, /^# nothing to set/);
  t.regex(bare.stderr, /no debug information here of spam\.so; .*pyxdbg symbols fetch/);
  const wrong = await symbolsPath(
    [join(folder, 'spam.so'), '--for', 'gdb', '--sources', join(folder, 'nowhere')],
    empty,
  );
  t.is(wrong.exitCode, 2);
  t.regex(wrong.stderr, /nowhere: is no folder/);
  t.is((await symbolsPath(['--for', 'gdb'], empty)).exitCode, 2);
  t.is((await symbolsPath([join(folder, 'spam.so')], empty)).exitCode, 2);
});

real(
  name('gdb may ask debuginfod servers where the user has named some, and not with --offline'),
  async t => {
    const {folder, store} = strippedExtension('build-id');
    const words = [join(folder, 'spam.so'), '--for', 'gdb', '--store', store];
    const env = {DEBUGINFOD_URLS: 'http://127.0.0.1:1'};
    t.regex((await symbolsPath(words, folder, env)).stdout, /set debuginfod enabled on/);
    t.regex((await symbolsPath([...words, '--offline'], folder, env)).stdout, /set debuginfod enabled off/);
    t.notRegex((await symbolsPath(words, folder)).stdout, /debuginfod/);
  },
);

real(name('a recorded folder that would be a command is not passed on'), async t => {
  const folder = temporaryFolder();
  for (const made of ['build/src', 'src']) mkdirSync(join(folder, made), {recursive: true});
  const source = 'int main(void) { return 0; }\n';
  for (const file of ['build/src/bad.c', 'src/bad.c', 'build/src/good.c', 'src/good.c']) {
    writeFileSync(join(folder, file), source.replace('main', file.includes('bad') ? 'bad' : 'main'));
  }
  const compile = (file: string, recordedFolder: string) =>
    execFileSync(
      'gcc',
      ['-g', '-c', `-fdebug-prefix-map=${folder}/build=${recordedFolder}`, `${folder}/build/src/${file}.c`],
      {cwd: join(folder, 'build')},
    );
  compile('bad', '/b/x\nshell touch pwned\n');
  compile('good', '/b/good');
  execFileSync('gcc', ['build/bad.o', 'build/good.o', '-o', 'program'], {cwd: folder});
  t.true(readFileSync(join(folder, 'program')).includes('/b/x\nshell touch pwned\n'));
  renameSync(join(folder, 'build'), join(folder, 'gone'));
  const {exitCode, stdout} = await symbolsPath(
    [join(folder, 'program'), '--for', 'gdb', '--sources', join(folder, 'src')],
    folder,
    {XDG_CACHE_HOME: join(folder, 'cache')},
  );
  t.is(exitCode, 0);
  t.regex(stdout, /^set substitute-path "\/b\/good\/src" /m);
  t.notRegex(stdout, /pwned/);
});
