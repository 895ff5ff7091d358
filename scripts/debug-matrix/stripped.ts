import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {cache, type World} from './world.ts';

/** How to start a copy of an interpreter. */
export interface StrippedCopy {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A copy of an interpreter's program and its libpython without any symbol but those of the dynamic table, and without
 * what debug information could be found by, as Docker's images of Python have it. Its modules are those of the
 * original, by a link.
 */
export function strippedCopy(
  world: World,
  name: string,
  executable: string,
  library: string | null,
): StrippedCopy {
  const folder = join(cache, 'debug-matrix', 'stripped', name.replaceAll(' ', '-'));
  const program = join(folder, 'bin', basename(executable));
  const env: Record<string, string> = library ? {LD_LIBRARY_PATH: join(folder, 'lib')} : {};
  // The prefix is found by a landmark below the program, which the link provides.
  if (!existsSync(folder)) {
    const partial = `${folder}.${process.pid}`;
    mkdirSync(join(partial, 'bin'), {recursive: true});
    mkdirSync(join(partial, 'lib'));
    strip(world, executable, join(partial, 'bin', basename(executable)));
    if (library) strip(world, library, join(partial, 'lib', basename(library)));
    const prefixLib = join(dirname(dirname(executable)), 'lib');
    const standard = basename(executable).replace(/m$/, '');
    symlinkSync(join(prefixLib, standard), join(partial, 'lib', standard));
    rmSync(folder, {recursive: true, force: true});
    renameSync(partial, folder);
  }
  return {executable: program, env};
}

/**
 * The section of the build id stays, since removing one would shift the sections that symbols name; its content gets
 * another value, for nothing to be found by it.
 */
function strip(world: World, from: string, to: string): void {
  const [program = '', ...words] = world.enter(['strip', '--strip-all', from, '-o', to]);
  execFileSync(program, words, {stdio: ['ignore', 'ignore', 'inherit']});
  const notes = execFileSync('readelf', ['-n', to], {encoding: 'utf8'});
  const id = /Build ID: ([0-9a-f]+)/.exec(notes)?.[1];
  if (id === undefined) return;
  const bytes = readFileSync(to);
  const at = bytes.indexOf(Buffer.from(id, 'hex'));
  if (at < 0) throw new Error(`${to} does not hold its build id`);
  bytes.fill(0xaa, at, at + id.length / 2);
  writeFileSync(to, bytes);
}
