import {chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {version} from '../../../version.ts';
import {packageFolder} from '../../package-folder.ts';
import {compileC} from '../compile-c.ts';
import {cacheFolder, isOurs, makeOwnFolder} from '../user-cache.ts';

/** The crash handler as a library, or why there is none. */
export type CrashHandler = {readonly file: string} | {readonly missing: string};

const WORDS = ['-std=c11', '-O2', '-fPIC', '-shared', '-pthread', '-w'];

/**
 * The handler's library, compiled where the user's cache does not have it yet. The source that it was made of lies beside
 * it: a digest in its name would cost each run the 4 ms that `node:crypto` takes to load.
 */
export async function crashHandler(env: NodeJS.ProcessEnv = process.env): Promise<CrashHandler> {
  const source = new URL('templates/runtime/run/crash-handler.c', packageFolder());
  const text = readFileSync(source);
  const folder = cacheFolder('crash-handler', env);
  const name = `crash-handler-${version}-${process.platform}-${process.arch}${hasMusl() ? '-musl' : ''}`;
  const made = {library: join(folder, `${name}.so`), source: join(folder, `${name}.c`)};
  const isMade = [folder, made.library, made.source].every(isOurs) && text.equals(readFileSync(made.source));
  return isMade ? {file: made.library} : compile(source.pathname, text, folder, made, env);
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
  text: Buffer,
  folder: string,
  made: {readonly library: string; readonly source: string},
  env: NodeJS.ProcessEnv,
): Promise<CrashHandler> {
  const problem = makeOwnFolder(folder);
  if (problem !== null) return {missing: problem};
  const temporary = mkdtempSync(join(folder, 'new-'));
  try {
    const library = join(temporary, 'handler.so');
    const compiled = await compileC([...WORDS, source], library, env);
    switch (compiled.kind) {
      case 'made':
        // The linker heeds the umask alone, which may let the group write: see isOurs.
        chmodSync(library, 0o700);
        writeFileSync(join(temporary, 'handler.c'), text, {mode: 0o600});
        renameSync(library, made.library);
        renameSync(join(temporary, 'handler.c'), made.source);
        return {file: made.library};
      case 'no-compiler':
        return {missing: 'there is no C compiler on PATH (cc, gcc, clang)'};
      case 'refused':
        return {missing: `${compiled.program} failed: ${compiled.said.split('\n')[0] ?? ''}`};
    }
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}
