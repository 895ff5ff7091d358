import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';
import {winePath} from '../../windows/msvc/paths.ts';
import {madeVersions, windowsPython, windowsVersions, wine, wineEnvironment} from '../../windows/wine.ts';

const cache = fileURLToPath(new URL('../../../../.cache/windows', import.meta.url));
const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const clang = toolNamed('clang-16', 'clang');
const linker = toolNamed('lld-link-16', 'lld-link');
const dlltool = toolNamed('llvm-dlltool-16', 'llvm-dlltool');
export const symbolizer = toolNamed('llvm-symbolizer-16', 'llvm-symbolizer');

// PYXDBG_TEST_WINDOWS: as test/compare/windows/machine.ts has it.
const wanted = process.env['PYXDBG_TEST_WINDOWS'] ?? '3.8,3.13';

/** The Windows Pythons to crash. */
export const crashedVersions = madeVersions(cache, wanted === 'all' ? windowsVersions : wanted.split(','));

/** What is missing for it; null where nothing is. */
export const missingForDumps =
  [
    [clang, 'clang-16'],
    [linker, 'lld-link-16'],
    [dlltool, 'llvm-dlltool-16'],
    [symbolizer, 'llvm-symbolizer-16'],
    [toolNamed('lldb', 'lldb-16'), 'lldb'],
    [crashedVersions.length > 0 ? '' : null, 'scripts/windows-pythons.ts to be run first'],
  ].find(([tool]) => tool === null)?.[1] ?? null;

/** A crash of a Windows Python in a module of C. */
export interface WindowsCrash {
  readonly folder: string;
  readonly python: string;
  readonly module: string;
  /** The dump with all memory, and the smallest. */
  readonly full: string;
  readonly small: string;
  /** What the process itself saw, by its own API. */
  readonly seen: {
    readonly process: number;
    readonly thread: number;
    readonly code: number;
    readonly address: bigint;
    readonly parameters: readonly bigint[];
  };
}

/** Builds weights.pyd with a PDB as a Windows Python of that version takes it. */
export function buildWeights(folder: string, version: string): string {
  if (clang === null || linker === null || dlltool === null)
    throw new Error('not to be called without tools');
  const library = join(folder, 'python.lib');
  const names = ['PyLong_FromLong', 'PyModule_Create2'];
  const dll = `python${version.replace('.', '')}.dll`;
  writeFileSync(`${library}.def`, `LIBRARY ${dll}\nEXPORTS\n${names.join('\n')}\n`);
  execFileSync(dlltool, ['-m', 'i386:x86-64', '-d', `${library}.def`, '-l', library]);
  const object = join(folder, 'weights.obj');
  // Stack probes and protectors would call into MinGW's support library.
  const options = [
    '-O0',
    '-g',
    '-gcodeview',
    '-w',
    '-D_UCRT',
    '-fno-stack-protector',
    '-mno-stack-arg-probe',
  ];
  const include = join(windowsPython(cache, version), 'include');
  const target = ['--target=x86_64-w64-windows-gnu', '-c', `-I${include}`];
  execFileSync(clang, [...target, ...options, '-o', object, join(folder, 'weights.c')]);
  const module = join(folder, 'weights.pyd');
  const output = [`/OUT:${module}`, `/IMPLIB:${join(folder, 'weights.lib')}`];
  execFileSync(linker, [
    ...['/NOLOGO', '/DLL', '/DEBUG', '/ENTRY:_DllMainCRTStartup', ...output],
    ...[object, library],
  ]);
  return module;
}

/** Runs it under Wine, twice. */
export async function crashOnWindows(version: string): Promise<WindowsCrash> {
  const folder = temporaryFolder();
  for (const name of ['weights.c', 'app.py']) cpSync(source(name), join(folder, name));
  const module = buildWeights(folder, version);
  const python = windowsPython(cache, version);
  const dump = async (name: string, type: number) => {
    const path = join(folder, name);
    const words = [join(python, 'python.exe'), 'app.py', winePath(path), String(type)];
    const {stdout, all} = await execa(wine, words, {
      cwd: folder,
      env: wineEnvironment(join(cache, 'prefix')),
      stdin: 'ignore',
      all: true,
      reject: false,
      timeout: 100_000,
    });
    const [written, process, thread, code, address, ...parameters] = stdout.trim().split(' ');
    if (written !== '1') throw new Error(`no dump was written: ${all}`);
    return {
      path,
      seen: {
        process: Number(process),
        thread: Number(thread),
        code: Number(code),
        address: BigInt(address ?? ''),
        parameters: parameters.map(BigInt),
      },
    };
  };
  // MiniDumpNormal, MiniDumpWithFullMemory.
  const small = await dump('small.dmp', 0);
  const full = await dump('full.dmp', 2);
  return {folder, python, module, full: full.path, small: small.path, seen: full.seen};
}

/** The line of a source that has this remark. */
export function lineOf(name: string, remark: string): number {
  const lines = readFileSync(source(name), 'utf8').split('\n');
  const found = lines.findIndex(line => new RegExp(`(?:#|/\\*) ${remark}(?: \\*/)?$`).test(line));
  if (found < 0) throw new Error(`${name} has no line with ${remark}`);
  return found + 1;
}

/** Another build takes the place of the module. */
export function buildAnew({folder, module}: WindowsCrash, version: string): void {
  rmSync(module.replace('.pyd', '.pdb'));
  renameSync(module, `${module}.old`);
  writeFileSync(join(folder, 'weights.c'), `\nint more;\n${readFileSync(join(folder, 'weights.c'), 'utf8')}`);
  buildWeights(folder, version);
}
