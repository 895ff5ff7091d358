import {createHash} from 'node:crypto';
import {chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {packageFolder} from '../../package-folder.ts';
import {compileC} from '../compile-c.ts';
import {cacheFolder, isOurs, makeOwnFolder} from '../user-cache.ts';

/** The crash handler as a library, or why there is none. */
export type CrashHandler = {readonly file: string} | {readonly missing: string};

const WORDS = ['-std=c11', '-O2', '-fPIC', '-shared', '-pthread', '-w'];

/** The handler's library, compiled where the user's cache does not have it yet. */
export async function crashHandler(env: NodeJS.ProcessEnv = process.env): Promise<CrashHandler> {
  const source = new URL('templates/runtime/run/crash-handler.c', packageFolder());
  const text = readFileSync(source);
  const key = createHash('sha256')
    .update(text)
    .update(`${process.platform} ${process.arch} ${hasMusl() ? 'musl' : ''}`)
    .digest('hex')
    .slice(0, 16);
  const folder = cacheFolder('crash-handler', env);
  const file = join(folder, `crash-handler-${key}.so`);
  if (isOurs(folder) && isOurs(file)) return {file};
  return compile(source.pathname, folder, file, env);
}

/** One cache may serve a machine and its containers, with other C libraries. */
function hasMusl(): boolean {
  try {
    return readdirSync('/lib').some(name => name.startsWith('ld-musl-'));
  } catch {
    return false;
  }
}

async function compile(
  source: string,
  folder: string,
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<CrashHandler> {
  const problem = makeOwnFolder(folder);
  if (problem !== null) return {missing: problem};
  const temporary = mkdtempSync(join(folder, 'new-'));
  try {
    const made = join(temporary, 'handler.so');
    const compiled = await compileC([...WORDS, source], made, env);
    switch (compiled.kind) {
      case 'made':
        // The linker heeds the umask alone, which may let the group write: see isOurs.
        chmodSync(made, 0o700);
        renameSync(made, file);
        return {file};
      case 'no-compiler':
        return {missing: 'there is no C compiler on PATH (cc, gcc, clang)'};
      case 'refused':
        return {missing: `${compiled.program} failed: ${compiled.said.split('\n')[0] ?? ''}`};
    }
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}
