import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {runIn} from '../../seeded/tools.ts';
import type {Interpreter} from './interpreters.ts';

const source = fileURLToPath(new URL('module.c', import.meta.url));

/** How to build module `speed`. */
export interface Recipe {
  /** `-D` options of module.c. */
  readonly defines?: readonly string[];
  /** Options for the linker, after the source. */
  readonly link?: readonly string[];
  /** What follows the first name; the interpreter's own suffix unless given. */
  readonly suffix?: string;
  /** Whose headers; the interpreter's own unless given. */
  readonly headers?: string;
}

/** Builds module `speed` for an interpreter in `folder` and returns its path. */
export const buildModule = async (host: Interpreter, recipe: Recipe, folder: string): Promise<string> => {
  await mkdir(folder, {recursive: true});
  const file = `speed${recipe.suffix ?? host.suffix}`;
  const defines = ['NAME=speed', ...(recipe.defines ?? [])].map(define => `-D${define}`);
  const options = ['-shared', '-fPIC', '-O1', '-w', `-I${recipe.headers ?? host.headers}`, ...defines];
  await runIn(folder, 'gcc', ...options, source, '-o', file, ...(recipe.link ?? []));
  return join(folder, file);
};
