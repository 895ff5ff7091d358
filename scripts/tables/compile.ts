/**
 * Turns the tables of `toolchains/` into what pyxdbg reads at run time: YAML and JSON become JSON on one line, text is
 * copied. The parser of YAML is not needed then, and reading is one `JSON.parse`.
 *
 * `node scripts/tables/compile.ts OUT_DIR`
 */
import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname, extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parse} from 'yaml';

const TABLES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');

/** Written last: its age tells whether the others are up to date. */
export const STAMP = 'stamp.txt';

/** Compiles every table into a folder, which is made where it is missing. Throws the file system's errors and YAML's. */
export function compileTables(outDir: string): void {
  mkdirSync(outDir, {recursive: true});
  for (const name of readdirSync(TABLES).sort()) {
    const text = readFileSync(join(TABLES, name), 'utf8');
    const kind = extname(name);
    if (kind === '.yaml') {
      writeWhole(join(outDir, `${name.slice(0, -kind.length)}.json`), JSON.stringify(parse(text)));
    } else if (kind === '.json') {
      writeWhole(join(outDir, name), JSON.stringify(JSON.parse(text)));
    } else if (kind === '.txt') {
      writeWhole(join(outDir, name), text);
    }
  }
  writeWhole(join(outDir, STAMP), '');
}

/** Several processes may compile at the same time: each file appears whole or not at all. */
function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

if (import.meta.main) {
  const [outDir] = process.argv.slice(2);
  if (outDir === undefined) {
    console.error('Usage: node scripts/tables/compile.ts OUT_DIR');
    process.exitCode = 2;
  } else {
    compileTables(outDir);
  }
}
