import {join} from 'node:path';
import {UserError} from '../../../errors.ts';
import {localFiles} from '../../files.ts';
import {findProgram} from '../../symbols/find-program.ts';

/** Where the Windows SDK's installer puts the Debugging Tools, below the folder of 32-bit programs. */
const KIT = ['Windows Kits', '10', 'Debuggers'] as const;

/** cdb of PATH, else of the Windows SDK. Throws a UserError that says how to get one. */
export function requireCdb(env = process.env, exitCode?: number): string {
  const onPath = findProgram('cdb', env, 'win32');
  if (onPath !== null) return onPath;
  const programs = env['ProgramFiles(x86)'];
  const file = programs === undefined ? null : join(programs, ...KIT, folderOf(process.arch), 'cdb.exe');
  if (file !== null && localFiles.status(file)?.kind === 'file') return file;
  throw new UserError({
    what: 'there is no cdb.exe on PATH, nor in the Windows SDK',
    advice:
      'install the Debugging Tools for Windows, an option of the Windows SDK (winget install Microsoft.WindowsSDK); for dumps of crashes: pyxdbg core setup',
    ...(exitCode === undefined ? {} : {exitCode}),
  });
}

function folderOf(machine: string): string {
  return machine === 'arm64' ? 'arm64' : machine === 'ia32' ? 'x86' : 'x64';
}
