import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const execute = promisify(execFile);

/** The C source of every seeded module. */
export const moduleSource: string = fileURLToPath(new URL('sources/module.c', import.meta.url));

/** Whether a program is on the PATH. */
export const hasProgram = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, name)));

/** The options for clang and gcc that shape module.c: see its head. */
export const shape = (module: {
  hook?: string;
  uses?: readonly string[];
  defines?: readonly string[];
}): string[] => [
  ...(module.hook === undefined ? [] : [`-DHOOK=${module.hook}`]),
  ...(module.uses?.length ? [`-DUSES=${module.uses.map(name => `USE(${name})`).join(' ')}`] : []),
  ...(module.defines?.length ? [`-DDEFINES=${module.defines.map(name => `DEFINE(${name})`).join(' ')}`] : []),
];

/** Runs one program in a folder; a failure carries what it wrote to stderr. */
export const runIn = async (folder: string, program: string, ...args: string[]): Promise<void> => {
  await execute(program, args, {cwd: folder});
};

/** Runs compilers in a folder of their own that is gone afterwards, and returns the bytes of `output` made there. */
export const inScratch = async (
  output: string,
  work: (run: (program: string, ...args: string[]) => Promise<void>, folder: string) => Promise<void>,
): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'pyxdbg-seeded-'));
  try {
    await work((program, ...args) => runIn(folder, program, ...args), folder);
    return await readFile(join(folder, output));
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
};
