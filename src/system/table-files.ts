import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Where a build puts the compiled tables: a folder beside the bundle's files or above them. */
const COMPILED_FOLDER = 'toolchains-json';

/** What marks the root of the source tree, and compiles the tables there. */
const COMPILER = join('scripts', 'tables', 'compile.ts');

const SOURCE_CACHE = join('node_modules', '.cache', 'pyxdbg-toolchains');

let folder: string | null = null;

/**
 * Reads a table of `toolchains/` by its compiled name: parsed for `.json`, as text for `.txt`. Throws the file system's
 * errors: a table that is missing is a broken installation.
 */
export function readTable(name: string): unknown {
  folder ??= findTables();
  const text = readFileSync(join(folder, name), 'utf8');
  return name.endsWith('.json') ? JSON.parse(text) : text;
}

/**
 * Goes up from this file. In a bundle it may lie in dist/ or in a folder of dist/ (esbuild splits as it likes), and
 * dist/toolchains-json comes first; run from source, the root of the repository comes first, and the tables are
 * compiled into node_modules/.cache when one of them is newer than that.
 */
function findTables(): string {
  for (let place = dirname(fileURLToPath(import.meta.url)); ; place = dirname(place)) {
    const compiled = join(place, COMPILED_FOLDER);
    if (existsSync(compiled)) return compiled;
    if (existsSync(join(place, COMPILER))) return compileFromSource(place);
    if (place === dirname(place))
      throw new Error(`pyxdbg is not whole: no ${COMPILED_FOLDER} beside its files`);
  }
}

function compileFromSource(root: string): string {
  const out = join(root, SOURCE_CACHE);
  const compiler = join(root, COMPILER);
  const tables = join(root, 'toolchains');
  const sources = readdirSync(tables).map(name => join(tables, name));
  // The folders too: a table that was removed or renamed changes only its folder.
  const newest = Math.max(...[compiler, tables, ...sources].map(modifiedMs));
  // A child process, because everything here is synchronous and importing the compiler is not.
  if (modifiedMs(join(out, 'stamp.txt')) < newest) {
    // Not imported: only a source tree gets here, and loading it takes a tenth of the time for one file.
    process.getBuiltinModule('node:child_process').execFileSync(process.execPath, [compiler, out]);
  }
  return out;
}

/** Zero for a file that is not there. */
function modifiedMs(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}
