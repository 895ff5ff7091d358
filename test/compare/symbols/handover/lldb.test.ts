import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {lldbAfter, lldbBefore} from '../../../../src/symbols/handover/lldb.ts';
import {prepareHandOver} from '../../../../src/system/symbols-handover/hand-over.ts';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';
import {writeTree} from '../../../builders/tree.ts';
import {ODD_FOR_LLDB, PROGRAM, PYTHON, STOP, strippedExtension} from './extension.ts';
import {FUNCTION, windowsModule} from './windows-module.ts';

const lldbProgram = toolNamed('lldb-16', 'lldb');
const gate = (...tools: readonly string[]) => {
  const missing = process.platform === 'linux' ? tools.filter(tool => toolNamed(tool) === null) : ['Linux'];
  if (lldbProgram === null) missing.push('lldb');
  return {
    run: missing.length === 0 ? test.serial : test.serial.skip,
    name: (title: string): string =>
      missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`,
  };
};
const elf = gate('gcc', 'objcopy', 'readelf');
const pe = gate('clang-16', 'lld-link-16', 'llvm-readobj-16');

const scriptOf = (lines: readonly string[]): string =>
  join(writeTree({'symbols.lldb': `${lines.join('\n')}\n`}), 'symbols.lldb');

/** lldb without settings of the user; `words` before the program. */
async function lldb(words: readonly string[], program: readonly string[], cwd: string): Promise<string> {
  const {stdout, stderr} = await execa(lldbProgram ?? 'lldb', ['-x', '-b', ...words, ...program], {
    cwd,
    reject: false,
    timeout: 120_000,
    env: {DEBUGINFOD_URLS: '', LC_ALL: 'C.UTF-8'},
  });
  return `${stdout}\n${stderr}`;
}

const commands = (...lines: readonly string[]): readonly string[] => lines.flatMap(line => ['-o', line]);

for (const by of ['build-id', 'debuglink'] as const) {
  elf.run(
    elf.name(`lldb shows lines, locals and sources of a stripped extension with ${by} alone`),
    async t => {
      const {folder, store, sources, found} = strippedExtension(by, ODD_FOR_LLDB);
      const stop = commands(`b ${STOP.file}:${STOP.line}`, 'run', 'frame variable');
      const program = ['--', PYTHON, '-c', PROGRAM];
      t.notRegex(await lldb(stop, program, folder), /stop reason = breakpoint/);

      const {handOver} = prepareHandOver([found], {store, sources: [sources], debuginfod: null});
      const script = scriptOf(lldbBefore(handOver));
      const after = await lldb(['-S', script, ...stop], program, folder);
      t.regex(after, /sum_squares\(n=3\) at spam\.c:6/);
      t.regex(after, /\(long\) square = 1\n/);
      t.regex(after, /-> 6 +\t +total \+= square;/);
      t.notRegex(after, /^error:/m);
    },
  );
}

elf.run(
  elf.name('settings that come after the program are too late for modules that are loaded'),
  async t => {
    const {folder, store, found} = strippedExtension('build-id', ODD_FOR_LLDB);
    const {handOver} = prepareHandOver([found], {store, sources: [], debuginfod: null});
    const script = scriptOf(lldbBefore(handOver));
    const module = found.subject.location ?? '';
    const look = commands('image lookup -n sum_squares');
    t.regex(await lldb(['-S', script, ...look], [module], folder), /spam\.c:2/);
    t.notRegex(await lldb(['-s', script, ...look], [module], folder), /spam\.c:2/);
  },
);

pe.run(pe.name('lldb shows lines and sources of a module for Windows with its PDB'), async t => {
  const {module, store, sources, found} = windowsModule();
  const look = commands(`image lookup -v -n ${FUNCTION.name}`, `source list -n ${FUNCTION.name}`);
  // Where the PDB does not lie: lldb looks into the current folder.
  const cwd = temporaryFolder();
  t.notRegex(await lldb(look, [module], cwd), /spam_win\.c/);

  const {handOver} = prepareHandOver([found], {store, sources: [sources], debuginfod: null});
  t.deepEqual(handOver.symStores, [store]);
  const [before, after] = [scriptOf(lldbBefore(handOver)), scriptOf(lldbAfter(handOver))];
  const shown = await lldb(['-S', before, '-s', after, ...look], [module], cwd);
  t.regex(shown, new RegExp(`spam_win\\.c:${FUNCTION.line}`));
  t.regex(shown, /total \+= square;/);
  t.notRegex(shown, /^error:/m);
});

const symbolizer = gate('clang-16', 'lld-link-16', 'llvm-readobj-16', 'llvm-symbolizer-16');
symbolizer.run(
  symbolizer.name('llvm-symbolizer shows lines of a module for Windows from the folder of its PDB'),
  async t => {
    const {module, found} = windowsModule();
    const {stdout: exports} = await execa('llvm-readobj-16', ['--coff-exports', module]);
    const address = /Name: PyInit_spam\n\s+RVA: (0x[0-9A-F]+)/i.exec(exports)?.[1] ?? '';
    const lines = async (cwd: string): Promise<string> =>
      (await execa('llvm-symbolizer-16', [`--obj=${module}`, '--relative-address', address], {cwd})).stdout;
    t.notRegex(await lines(temporaryFolder()), /spam_win\.c/);
    t.regex(await lines(dirname(found.file ?? '')), /^PyInit_spam\n.*spam_win\.c:10:/);
  },
);
