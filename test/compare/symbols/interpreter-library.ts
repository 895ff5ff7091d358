import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder} from '../../builders/tools.ts';

/** A stand-in of pythonXY.dll with a version resource as CPython's (PC/python_nt.rc), and its PDB. */
export function interpreterLibrary(
  fileVersion: string,
  body = 'x + x',
): {readonly dll: string; readonly pdb: string} {
  const folder = temporaryFolder();
  const run = (tool: string, ...words: string[]) => execFileSync(tool, words, {cwd: folder});
  writeFileSync(
    join(folder, 'python.c'),
    `__attribute__((dllexport)) long PyLong_Stub(long x) { long twice = ${body}; return twice; }\n`,
  );
  writeFileSync(
    join(folder, 'version.rc'),
    `1 VERSIONINFO FILEVERSION ${fileVersion} PRODUCTVERSION ${fileVersion} BEGIN END\n`,
  );
  run(
    'clang-16',
    '--target=x86_64-w64-windows-gnu',
    '-g',
    '-gcodeview',
    '-O0',
    '-fno-stack-protector',
    '-mno-stack-arg-probe',
    '-c',
    'python.c',
    '-o',
    'python.obj',
  );
  run('x86_64-w64-mingw32-windres', 'version.rc', '-O', 'coff', '-o', 'version.obj');
  run(
    'lld-link-16',
    '/nologo',
    '/dll',
    '/noentry',
    '/debug',
    'python.obj',
    'version.obj',
    '/out:python311.dll',
    '/pdb:python311.pdb',
  );
  return {dll: join(folder, 'python311.dll'), pdb: join(folder, 'python311.pdb')};
}
