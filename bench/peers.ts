import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where bench/setup.sh puts the peers, and this script its own bundle. */
export const cache = join(root, '.cache', 'bench');

/** The command line of pyxdbg as it is built now, by the Node.js that runs this script. */
export const pyxdbg = [process.execPath, builtFile('bin/run.cjs', 'dist/main.cjs')] as const;

/** A program of the Python environment of the peers. */
export function inVenv(program: string): string {
  return installed(join(cache, 'venv', 'bin', program));
}

/** The Rust program on goblin. */
export function goblinProgram(): string {
  return installed(join(cache, 'target', 'release', 'pyxdbg-bench-goblin'));
}

/** What stands in a folder, so that each is an artefact of its own. */
export function entriesOf(folder: string): readonly string[] {
  return readdirSync(folder, {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(entry => join(folder, entry.name));
}

function installed(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} is not there: run bench/setup.sh`);
  return path;
}

function builtFile(program: string, bundle: string): string {
  if (!existsSync(join(root, bundle))) throw new Error(`${bundle} is not there: run npm run build`);
  return join(root, program);
}
