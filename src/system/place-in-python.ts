import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {UserError} from '../errors.ts';
import type {PythonPlace} from '../project/init-model.ts';
import {environmentAtHand} from '../python/environment-at-hand.ts';
import {localFiles} from './files.ts';
import {packageFolder} from './package-folder.ts';
import {loadExeca} from './programs.ts';

/** A cold interpreter on a network drive takes seconds. */
const TIMEOUT_MS = 30_000;

/**
 * Asks the user's own Python, whose grammar is the right one, where a block can go into one of the project's files.
 * The file is parsed and not run. Throws a UserError where no Python can be run.
 */
export async function placeInPython(root: string, path: string, block: string): Promise<PythonPlace> {
  const execa = await loadExeca();
  const script = fileURLToPath(new URL('templates/runtime/setup-place.py', packageFolder()));
  const file = join(root, path);
  for (const [executable, ...words] of interpreters(root)) {
    // Neither variables nor site folders, .pth files and sitecustomize of the user.
    const options = ['-E', '-s', '-S', '-B', script, file];
    const {failed, stdout} = await execa(executable, [...words, ...options], {
      cwd: root,
      reject: false,
      timeout: TIMEOUT_MS,
      input: block,
      maxBuffer: 1_000_000,
    });
    const answer = failed ? null : parseAnswer(stdout);
    if (answer) return answer;
  }
  throw new UserError({
    what: 'cannot be patched, since no Python was found to read it with',
    where: path,
    advice: 'activate an environment, or use --patch none',
  });
}

function interpreters(root: string): readonly (readonly [string, ...string[]])[] {
  const own = environmentAtHand(process.env, root, localFiles)?.folder;
  const places = ['bin/python3', 'bin/python', 'Scripts/python.exe', 'python.exe'];
  const found = places
    .map(place => (own === undefined ? '' : join(own, place)))
    .find(each => localFiles.status(each)?.kind === 'file');
  return [...(found ? [[found] as const] : []), ['python3'], ['python'], ['py', '-3']];
}

function parseAnswer(stdout: string): PythonPlace | null {
  try {
    // Our own script wrote it; another program's output fails the shape test below.
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    if (typeof answer['offset'] === 'number') return {offset: answer['offset']};
    const {line, problem, python} = answer;
    return typeof line === 'number' && typeof problem === 'string' && typeof python === 'string'
      ? {line, problem, python}
      : null;
  } catch {
    return null;
  }
}
