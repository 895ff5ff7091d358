import {EXIT, UserError} from '../../errors.ts';
import {loadExeca} from '../programs.ts';
import {remark} from '../terminal.ts';
import type {DebugPackage} from './apt-index.ts';

/** The command that installs packages of exactly these versions. */
export function installCommand(packages: readonly DebugPackage[]): readonly string[] {
  const names = [...new Set(packages.map(({name, version}) => `${name}=${version}`))].sort();
  return ['apt-get', 'install', '-y', '--no-install-recommends', ...names];
}

/** Installs packages by the distribution's own client, whose words are shown. Throws a UserError where it fails. */
export async function installPackages(packages: readonly DebugPackage[]): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const [program = '', ...words] = isRoot ? installCommand(packages) : ['sudo', ...installCommand(packages)];
  remark(`pyxdbg: ${[program, ...words].join(' ')}`);
  const execa = await loadExeca();
  const {failed} = await execa(program, words, {
    stdin: 'inherit',
    stdout: process.stderr,
    stderr: 'inherit',
    reject: false,
  });
  if (failed) {
    throw new UserError({
      what: 'the packages could not be installed',
      advice: `run it yourself: ${[program, ...words].join(' ')}`,
      exitCode: EXIT.findings,
    });
  }
}
