import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {root} from '../../e2e/program.ts';
import {once} from '../once.ts';
import {projects} from './projects.ts';

/** What the judge and the projects' own tests need. */
const TOOLS = ['wheel', 'pyelftools', 'pytest'];

/**
 * The Python of a virtual environment that has what the projects need to be built and tested, made once for each list
 * of needs; null where it cannot be made.
 */
export function buildPython(): string | null {
  const needs = [...new Set([...TOOLS, ...projects.flatMap(project => project.needs)])].sort();
  const key = createHash('sha256').update(needs.join('\n')).digest('hex').slice(0, 8);
  const folder = join(root, '.cache', `build-venv-${key}`);
  return once(folder, () => makeEnvironment(folder, needs)) ? join(folder, 'bin', 'python') : null;
}

function makeEnvironment(folder: string, needs: readonly string[]): void {
  execFileSync('python3', ['-m', 'venv', folder], {stdio: 'pipe'});
  const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-U', ...needs];
  execFileSync(join(folder, 'bin', 'python'), install, {stdio: 'pipe'});
}

/** A Python of this machine. */
export interface OtherPython {
  readonly executable: string;
  /** As `sys.version` begins, e.g. `3.11.2`. */
  readonly version: string;
}

/** Every Python on PATH that takes modules of the same names as this one: another build of the same minor version. */
export function otherPythons(python: string): readonly OtherPython[] {
  const own = describe(python);
  const folders = [...new Set((process.env['PATH'] ?? '').split(delimiter))];
  const found = new Map<string, OtherPython>();
  for (const folder of folders) {
    const executable = join(folder, 'python3');
    const other = existsSync(executable) ? describe(executable) : null;
    if (!other || !own || other.suffix !== own.suffix || other.prefix === own.prefix) continue;
    if (!found.has(other.prefix)) found.set(other.prefix, {executable, version: other.version});
  }
  return [...found.values()];
}

interface Description {
  readonly prefix: string;
  readonly suffix: string;
  readonly version: string;
}

function describe(python: string): Description | null {
  const code =
    'import sys, sysconfig; print(sys.base_prefix, sysconfig.get_config_var("EXT_SUFFIX"), sys.version.split()[0], sep="\\n")';
  try {
    const text = execFileSync(python, ['-c', code], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
    const [prefix = '', suffix = '', version = ''] = text.split('\n');
    return {prefix, suffix, version};
  } catch {
    return null;
  }
}
