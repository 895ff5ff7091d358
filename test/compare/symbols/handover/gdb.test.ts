import {execFileSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {gdbCommands, gdbSettings} from '../../../../src/symbols/handover/gdb.ts';
import type {FoundSymbols} from '../../../../src/symbols/handover/model.ts';
import {localFiles} from '../../../../src/system/files.ts';
import {prepareHandOver} from '../../../../src/system/symbols-handover/hand-over.ts';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';
import {writeTree} from '../../../builders/tree.ts';
import {buildIdOf, PROGRAM, PYTHON, STOP, strippedExtension} from './extension.ts';
import {gdb} from './gdb.ts';

const needed = ['gdb', 'gcc', 'objcopy', 'readelf'];
const missing = process.platform === 'linux' ? needed.filter(tool => toolNamed(tool) === null) : ['Linux'];
const real = missing.length === 0 ? test.serial : test.serial.skip;
const name = (title: string): string =>
  missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`;

/** Writes settings where gdb reads them. */
const scriptOf = (lines: readonly string[]): string =>
  join(writeTree({'symbols.gdb': `${lines.join('\n')}\n`}), 'symbols.gdb');

for (const by of ['build-id', 'debuglink'] as const) {
  real(name(`gdb shows lines, locals and sources of a stripped extension with ${by} alone`), async t => {
    const {folder, store, sources, found} = strippedExtension(by);
    const stop = (script: string | null) =>
      gdb(
        script,
        [`break ${STOP.file}:${STOP.line}`, 'run', 'info locals', `list ${STOP.line},${STOP.line}`],
        [PYTHON, '-c', PROGRAM],
        folder,
      );
    t.notRegex(await stop(null), /Breakpoint 1, /);

    const {handOver} = prepareHandOver([found], {store, sources: [], debuginfod: false});
    const lines = await stop(scriptOf(gdbSettings(handOver)));
    t.regex(lines, /Breakpoint 1, sum_squares \(n=3\) at .*spam\.c:6/);
    t.regex(lines, /square = 1\n/);
    t.notRegex(lines, /total \+= square/);

    const withSources = prepareHandOver([found], {store, sources: [sources], debuginfod: false});
    const texts = await stop(scriptOf(gdbSettings(withSources.handOver)));
    t.regex(texts, /^6\t {8}total \+= square;$/m);
    t.notRegex(texts, /Error in sourced command file|No such file/);
    t.deepEqual(localFiles.entryNames(sources), [STOP.file]);
  });
}

real(name('the old value of debug-file-directory is kept, and each folder is there once'), async t => {
  const handOver = {debugFolders: ['/one', '/two'], gdbSources: [], debuginfod: null};
  const script = scriptOf([...gdbSettings(handOver), ...gdbSettings(handOver)]);
  t.regex(
    await gdb(script, ['show debug-file-directory'], [PYTHON], temporaryFolder()),
    /searched for is "\/nonexistent:\/one:\/two"/,
  );
});

real(name('gdb is kept from asking debuginfod servers, or allowed to'), async t => {
  for (const debuginfod of [true, false]) {
    const script = scriptOf(gdbSettings({debugFolders: [], gdbSources: [], debuginfod}));
    const shown = await gdb(script, ['show debuginfod enabled'], [PYTHON], temporaryFolder());
    t.regex(shown, debuginfod ? /currently set to "on"/ : /currently set to "off"/);
  }
});

real(name("the commands work as VS Code's cppdbg gives them to gdb"), async t => {
  const {folder, store, sources, found} = strippedExtension('build-id');
  const {handOver} = prepareHandOver([found], {store, sources: [sources], debuginfod: false});
  // MIEngine, src/MICore/Debugger.cs, Escape: a backslash before double quotes and backslashes.
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  const mi = (text: string) => `-interpreter-exec console ${quoted(text)}`;
  const input = [
    ...gdbCommands(handOver).map(mi),
    '-gdb-set breakpoint pending on',
    // In the file that the user has open.
    `-break-insert -f --source ${quoted(join(sources, STOP.file))} --line ${STOP.line}`,
    mi(`run -c "${PROGRAM}"`),
  ];
  const answer = execFileSync('gdb', ['-nx', '-q', '-i=mi', PYTHON], {
    cwd: folder,
    input: `${input.join('\n')}\n`,
    encoding: 'utf8',
    env: {...process.env, DEBUGINFOD_URLS: ''},
    timeout: 120_000,
  });
  t.notRegex(answer, /\^error/);
  // The stop is told with the file that gdb has found for it.
  const fullname = /\*stopped,reason="breakpoint-hit".*fullname="((?:[^"\\]|\\.)*)"/.exec(answer)?.[1];
  t.regex(fullname ?? answer, /spam\.c$/);
  t.regex(fullname ?? answer, /\/sources odd/);
});

const PYTHON_CONFIG = `${PYTHON}-config`;

/** An interpreter's shared library as the distribution has it, its debug file, and the sources that this names. */
function libpython(): {readonly library: string; readonly debugFile: string} | null {
  const asked = 'import sysconfig as s; print(s.get_config_var("LIBDIR"), s.get_config_var("INSTSONAME"))';
  const [folder = '', file = ''] = execFileSync(PYTHON, ['-c', asked], {encoding: 'utf8'}).trim().split(' ');
  const places = [
    join(folder, file),
    join('/usr/lib', `${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`, file),
  ];
  const library = places.find(existsSync);
  if (library === undefined) return null;
  const id = buildIdOf(library);
  const debugFile = `/usr/lib/debug/.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`;
  return existsSync(debugFile) && existsSync(PYTHON_CONFIG) ? {library, debugFile} : null;
}

const library = missing.length === 0 ? libpython() : null;
const withLibrary = library === null ? test.serial.skip : test.serial;
const libraryName = (title: string): string =>
  library === null ? `${title} (skipped: no libpython3-dbg or python3-dev)` : title;

withLibrary(
  libraryName('gdb shows lines, arguments and sources of libpython, whose build folder is gone'),
  async t => {
    if (library === null) return;
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'embed.c'),
      '#include <Python.h>\nint main(void) { Py_Initialize(); return 0; }\n',
    );
    const flags = execFileSync(PYTHON_CONFIG, ['--includes', '--ldflags', '--embed'], {encoding: 'utf8'});
    const program = join(folder, 'embed');
    execFileSync('gcc', ['-g0', 'embed.c', '-o', program, ...flags.trim().split(/\s+/)], {cwd: folder});
    // A folder of symbols of our own: gdb is kept from the distribution's.
    const id = buildIdOf(library.library);
    const store = join(folder, 'store');
    const debugFile = join(store, '.build-id', id.slice(0, 2), `${id.slice(2)}.debug`);
    mkdirSync(dirname(debugFile), {recursive: true});
    copyFileSync(library.debugFile, debugFile);
    const found: FoundSymbols = {
      subject: {
        path: library.library,
        name: 'libpython',
        location: library.library,
        format: 'elf',
        identity: {kind: 'build-id', id},
        debugLink: null,
      },
      verdict: 'matching',
      file: debugFile,
    };
    // Sources as a tree unpacked from an archive has them: no build-shared, which the recorded paths go through.
    const numbered = (file: string) =>
      Array.from({length: 4000}, (_, at) => `/* ${file}, line ${at + 1} */`).join('\n');
    const files = ['Python/import.c', 'Python/ceval.c', 'Objects/listobject.c', 'Modules/main.c'];
    const sources = writeTree(Object.fromEntries(files.map(file => [file, numbered(file)])));
    const stop = (lines: readonly string[] | null) =>
      gdb(
        lines === null ? null : scriptOf(lines),
        ['break PyImport_ImportModule', 'run', 'info args', 'list'],
        [program],
        folder,
      );

    t.notRegex(await stop(null), /import\.c:\d+/);
    const {handOver} = prepareHandOver([found], {store, sources: [sources], debuginfod: false});
    // Without the build folders the same map shows lines, but no text.
    const bare = await stop(gdbSettings({...handOver, gdbSources: handOver.sources}));
    t.regex(bare, /import\.c:\d+/);
    t.regex(bare, /No such file or directory/);

    const after = await stop(gdbSettings(handOver));
    const line = /PyImport_ImportModule \(name=.*"\w+"\) at \S*import\.c:(\d+)/.exec(after)?.[1];
    t.regex(after, /name = 0x[0-9a-f]+ "\w+"/);
    t.true(after.includes(`${line}\t/* Python/import.c, line ${line} */`), after);
    t.deepEqual(localFiles.entryNames(sources), ['Modules', 'Objects', 'Python']);
  },
);
