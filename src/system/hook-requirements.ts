import {fileURLToPath} from 'node:url';
import type {BuildRequest} from '../build/model.ts';
import type {BackendName} from '../project/project-facts.ts';
import {searchPath} from './compiler-programs.ts';
import {packageFolder} from './package-folder.ts';
import {loadExeca} from './programs.ts';

/** Their hooks tell nothing (poetry, flit), or run setup.py once more for `setup_requires`, which it sees to itself. */
const WITHOUT: readonly BackendName[] = ['setuptools', 'setuptools-rust', 'poetry', 'flit', 'cmake'];

/** The project's own code runs, and may ask the network. */
const TIMEOUT_MS = 120_000;

/**
 * What the backend asks for beyond `build-system.requires` (PEP 517, get_requires_for_build_wheel; PEP 660 for an
 * editable install): ninja, Cython, plugins. The requirements of pyproject.toml must be there. Empty where the hook
 * fails: the build, which comes next, says why.
 */
export async function hookRequirements({
  project,
  interpreter,
  mode,
  configSettings,
}: BuildRequest): Promise<readonly string[]> {
  if (mode === 'inplace' || project.buildBackend === null || WITHOUT.includes(project.backend)) return [];
  const execa = await loadExeca();
  const driver = fileURLToPath(new URL('templates/runtime/build-hook.py', packageFolder()));
  const result = await execa(
    interpreter.executable,
    [
      driver,
      `get_requires_for_build_${mode}`,
      '',
      project.buildBackend,
      ...configSettings.map(([key, value]) => `${key}=${value}`),
    ],
    {
      cwd: project.folder,
      // As for the build itself: a backend looks for cmake or ninja on PATH before it asks for one.
      env: {PATH: searchPath({interpreter}, process.env)},
      reject: false,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
    },
  );
  return result.failed ? [] : requirementsIn(result.stdout.trimEnd().split('\n').at(-1) ?? '');
}

/** A list of texts as JSON; nothing of any other answer. */
function requirementsIn(line: string): readonly string[] {
  try {
    const answer: unknown = JSON.parse(line);
    return Array.isArray(answer) ? answer.filter(entry => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}
