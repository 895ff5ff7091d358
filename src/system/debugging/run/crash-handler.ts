import {createHash} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {packageFolder} from '../../package-folder.ts';
import {loadExeca} from '../../programs.ts';
import {describeFailure} from '../../system-failure.ts';

/** The crash handler as a library, or why there is none. */
export type CrashHandler = {readonly file: string} | {readonly missing: string};

const COMPILE_TIMEOUT_MS = 30_000;
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
  const folder = join(cacheFolder(env), 'crash-handler');
  const file = join(folder, `crash-handler-${key}.so`);
  if (isOurs(folder) && isOurs(file)) return {file};
  return compile(source.pathname, folder, file, env);
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'pyxdbg');
}

/** One cache may serve a machine and its containers, with other C libraries. */
function hasMusl(): boolean {
  try {
    return readdirSync('/lib').some(name => name.startsWith('ld-musl-'));
  } catch {
    return false;
  }
}

/** A library that another user could write runs in the program as this one: it counts as not there. */
function isOurs(path: string): boolean {
  const status = lstatSync(path, {throwIfNoEntry: false});
  if (!status?.isFile() && !status?.isDirectory()) return false;
  return status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
}

async function compile(
  source: string,
  folder: string,
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<CrashHandler> {
  const execa = await loadExeca();
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
  } catch (error) {
    return {missing: `${folder} cannot be made (${describeFailure(error)})`};
  }
  if (!isOurs(folder)) return {missing: `${folder} may be written by other users`};
  const temporary = mkdtempSync(join(folder, 'new-'));
  try {
    let said = 'there is no C compiler on PATH (cc, gcc, clang)';
    for (const [program, ...words] of compilers(env)) {
      const made = join(temporary, 'handler.so');
      const run = await execa(program, [...words, ...WORDS, '-o', made, source], {
        env,
        reject: false,
        stdin: 'ignore',
        timeout: COMPILE_TIMEOUT_MS,
        all: true,
      });
      if (!run.failed && existsSync(made)) {
        // The linker heeds the umask alone, which may let the group write: see isOurs.
        chmodSync(made, 0o700);
        renameSync(made, file);
        return {file};
      }
      if (run.code !== 'ENOENT') said = `${program} failed: ${(run.all ?? '').split('\n')[0] ?? ''}`;
    }
    return {missing: said};
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}

function compilers(env: NodeJS.ProcessEnv): readonly (readonly [string, ...string[]])[] {
  const [first, ...rest] = (env['CC'] ?? '').split(/\s+/).filter(word => word !== '');
  return [...(first === undefined ? [] : [[first, ...rest] as const]), ['cc'], ['gcc'], ['clang']];
}
