import {execa} from 'execa';

/** gdb with none of the debug files and settings that this machine has. */
export async function gdb(
  script: string | null,
  commands: readonly string[],
  program: readonly string[],
  cwd: string,
): Promise<string> {
  const {stdout, stderr} = await execa(
    'gdb',
    [
      '-nx',
      '-q',
      '-batch',
      ...['set auto-load python-scripts off', 'set debug-file-directory /nonexistent'].flatMap(line => [
        '-iex',
        line,
      ]),
      ...(script === null ? [] : ['-x', script]),
      ...['set breakpoint pending on', ...commands].flatMap(line => ['-ex', line]),
      '--args',
      ...program,
    ],
    {reject: false, cwd, timeout: 120_000, env: {DEBUGINFOD_URLS: '', LC_ALL: 'C.UTF-8'}},
  );
  return `${stdout}\n${stderr}`;
}
