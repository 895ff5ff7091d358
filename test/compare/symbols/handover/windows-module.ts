import {execFileSync} from 'node:child_process';
import {mkdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {FoundSymbols} from '../../../../src/symbols/handover/model.ts';
import {temporaryFolder} from '../../../builders/tools.ts';
import {ODD_FOR_LLDB} from './extension.ts';

const SOURCE = `int _fltused = 0;
static __attribute__((noinline)) long sum_squares(long n) {
    long total = 0;
    for (long i = 1; i <= n; i++) {
        long square = i * i;
        total += square;
    }
    return total;
}
__declspec(dllexport) long PyInit_spam(void) { return sum_squares(3); }
int __stdcall _DllMainCRTStartup(void *h, unsigned r, void *p) { return 1; }
`;

/** The function of interest, where it begins, and what its source is called. */
export const FUNCTION = {name: 'sum_squares', line: 2, file: 'spam_win.c'} as const;

/** A module for Windows, its PDB in a SymStore tree, and its sources away from where they were compiled. */
export interface WindowsModule {
  readonly folder: string;
  readonly module: string;
  readonly store: string;
  readonly sources: string;
  readonly found: FoundSymbols;
}

/** Made by clang and lld, whose PDBs are Microsoft's format. The key is as llvm-readobj tells the identity. */
export function windowsModule(): WindowsModule {
  const folder = temporaryFolder();
  const store = join(folder, `store ${ODD_FOR_LLDB}`);
  const build = join(folder, 'build');
  mkdirSync(build);
  mkdirSync(store);
  writeFileSync(join(build, FUNCTION.file), SOURCE);
  const run = (tool: string, ...words: string[]) => execFileSync(tool, words, {cwd: build, encoding: 'utf8'});
  run(
    'clang-16',
    '--target=x86_64-pc-windows-msvc',
    ...['-c', '-O0', '-g', '-gcodeview', '-fno-stack-protector', '-mno-stack-arg-probe'],
    ...[FUNCTION.file, '-o', 'spam.obj'],
  );
  run(
    'lld-link-16',
    ...['/dll', '/debug', '/nodefaultlib', '/machine:x64', '/entry:_DllMainCRTStartup', 'spam.obj'],
    ...['/out:spam.pyd', '/pdb:spam.pdb', '/pdbaltpath:spam.pdb'],
  );
  const told = run('llvm-readobj-16', '--coff-debug-directory', 'spam.pyd');
  const guid = guidOf(/PDBGUID: \(([0-9A-F ]+)\)/.exec(told)?.[1] ?? '');
  const age = Number(/PDBAge: (\d+)/.exec(told)?.[1]);
  const module = join(folder, 'spam.pyd');
  renameSync(join(build, 'spam.pyd'), module);
  const place = join(store, 'spam.pdb', `${guid.replaceAll('-', '').toUpperCase()}${age}`);
  mkdirSync(place, {recursive: true});
  const file = join(place, 'spam.pdb');
  renameSync(join(build, 'spam.pdb'), file);
  const sources = join(folder, `sources ${ODD_FOR_LLDB}`);
  mkdirSync(sources);
  renameSync(join(build, FUNCTION.file), join(sources, FUNCTION.file));
  return {
    folder,
    module,
    store,
    sources,
    found: {
      subject: {
        path: module,
        name: 'spam.pyd',
        location: module,
        format: 'pe',
        identity: {kind: 'pdb', guid, age, file: 'spam.pdb'},
        debugLink: null,
      },
      verdict: 'matching',
      file,
    },
  };
}

/** From the 16 bytes as they stand in the file: the first three fields are little-endian. */
function guidOf(bytes: string): string {
  const b = bytes.toLowerCase().split(' ');
  const field = (...at: readonly number[]) => at.map(one => b[one]).join('');
  return [field(3, 2, 1, 0), field(5, 4), field(7, 6), field(8, 9), field(10, 11, 12, 13, 14, 15)].join('-');
}
