/**
 * Lists the names that the interpreters in panda3d's wheels export, one file each, as scripts/tables/exports.ts reads
 * them. The wheels carry what an application needs to run alone: python.org's pythonXY.dll and macOS framework library,
 * and on Linux a program with CPython linked in whole (but for Modules/main.c and Python/interpconfig.c, which nothing
 * in it refers to).
 *
 * `node scripts/tables/measure-exports.ts WHEELS_DIR OUT_DIR`; the wheels: `pip download --no-deps --only-binary=:all:
 * --platform win_amd64 --python-version 314 --implementation cp --abi cp314t panda3d`, and so on. Needs llvm-nm-16 and
 * llvm-readobj-16.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {sorted, usage} from './table-text.ts';
import {wheelMembers} from './wheel-member.ts';

const [wheelsDir, outDir] = process.argv.slice(2);
if (wheelsDir === undefined || outDir === undefined) usage('measure-exports.ts WHEELS_DIR OUT_DIR');

const INTERPRETER =
  /^(deploy_libs\/(python\d{2,3}t?\.dll|libpython[\d.]+t?\.dylib)|panda3d_tools\/deploy-stub)$/;
const scratch = mkdtempSync(join(tmpdir(), 'measure-exports-'));
mkdirSync(outDir, {recursive: true});
try {
  for (const wheel of readdirSync(wheelsDir).filter(name => name.endsWith('.whl'))) {
    const [, major = '', minor = '', abi = ''] = /-cp(\d)(\d+)-(cp\w+)-/.exec(wheel) ?? [];
    const system = /win_amd64|macosx|manylinux/.exec(wheel)?.[0];
    if (!system) continue;
    const label = `${major}.${minor}${abi.endsWith('t') ? 't' : ''}`;
    for (const [member, bytes] of wheelMembers(join(wheelsDir, wheel), name => INTERPRETER.test(name))) {
      // macOS wheels have a small stub as well, which only loads the library.
      if (system === 'macosx' && member.endsWith('deploy-stub')) continue;
      const file = join(scratch, 'interpreter');
      writeFileSync(file, bytes);
      const names = system === 'win_amd64' ? dllExports(file) : exportedNames(file, system === 'macosx');
      const platform = {win_amd64: 'windows', macosx: 'macos', manylinux: 'linux-static'}[system];
      writeFileSync(join(outDir, `${platform}-${label}.txt`), `${sorted(new Set(names)).join('\n')}\n`);
      console.log(`${platform} ${label}: ${names.length} names (${wheel})`);
    }
  }
} finally {
  rmSync(scratch, {recursive: true});
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024});
}

function dllExports(file: string): string[] {
  return [...run('llvm-readobj-16', ['--coff-exports', file]).matchAll(/^ +Name: (\S+)$/gm)].map(
    ([, name = '']) => name,
  );
}

/** Only CPython's own; the file holds other libraries too. Every slice of a fat file has the same names. */
function exportedNames(file: string, macho: boolean): string[] {
  const options = macho
    ? ['-arch', 'x86_64', '--extern-only', '--defined-only']
    : ['--dynamic', '--defined-only'];
  const pattern = macho ? / _(_?Py\w*)$/gm : / (_?Py\w*)(?:@.*)?$/gm;
  return [...run('llvm-nm-16', [...options, file]).matchAll(pattern)].map(([, name = '']) => name);
}
