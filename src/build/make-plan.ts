import {join} from 'node:path';
import {UserError} from '../errors.ts';
import type {BuildPlaces} from './backend.ts';
import {backendOf} from './backend-table.ts';
import type {BuildMode, BuildRequest} from './model.ts';

/**
 * How the product is delivered where the user does not say: in place where the backend can, else as an editable
 * install into a virtual environment, else as a wheel, which changes nothing that is installed.
 */
export function usualMode({project, interpreter}: Pick<BuildRequest, 'project' | 'interpreter'>): BuildMode {
  const {modes} = backendOf(project.backend);
  const isVenv = interpreter.prefix !== interpreter.basePrefix;
  // Backends around another one often build wheels in a copy that they remove, with the sources a debugger looks for.
  if (project.backend === 'in-tree' && project.wraps !== undefined && isVenv) return 'editable';
  return modes.find(mode => mode !== 'editable' || isVenv) ?? 'wheel';
}

/** Throws a UserError for a mode that the project's backend does not have. */
export function requireMode(mode: BuildMode, {project}: Pick<BuildRequest, 'project'>): void {
  const {modes} = backendOf(project.backend);
  if (modes.includes(mode)) return;
  throw new UserError({
    what: `${project.buildBackend ?? project.backend} cannot build ${mode === 'inplace' ? 'in place' : `as ${mode}`}`,
    where: `--${mode}`,
    advice: `use ${modes.map(one => `--${one}`).join(' or ')}`,
  });
}

/** The folder that a configuration builds in; `hash` is that of its text. */
export function workFolder(projectFolder: string, hash: string): string {
  return join(projectFolder, '.pyxdbg', 'build', hash.slice(0, 12));
}

/** What the project's backend does for the request. */
export function backendPlan(request: BuildRequest, places: BuildPlaces) {
  return backendOf(request.project.backend).plan(request, places);
}

/** Options that ask a build system itself for a debug build, with the other ABI and on Windows the other C runtime. */
const FORBIDDEN_SETTINGS =
  /--debug\b|build_ext\s+-g\b|(^|=)-g$|buildtype=debug\b|cmake\.build-type=Debug$|CMAKE_BUILD_TYPE=Debug$|b_vscrt=m[dt]d/;

/**
 * Refuses what would make the product unfit for the Python everybody runs. Throws a UserError with the reason and the
 * way that works.
 */
export function refuseOtherAbi({interpreter, configSettings, debug}: BuildRequest): void {
  if (interpreter.debug) {
    throw new UserError({
      what: 'is a debug interpreter (Py_DEBUG): what it builds has another ABI, and no release Python imports it',
      where: interpreter.executable,
      advice:
        'name a release interpreter with --python; --debug gives full debug information in the release ABI',
    });
  }
  if (!debug) return;
  for (const [key, value] of configSettings) {
    const setting = `${key}=${value}`;
    const isLinuxMeson = /buildtype=debug\b/.test(setting) && interpreter.platform !== 'win32';
    if (!FORBIDDEN_SETTINGS.test(setting) || isLinuxMeson) continue;
    throw new UserError({
      what: 'asks the build system for its own debug build, which defines Py_DEBUG on Windows and links the debug C runtime and pythonXY_d.lib there, and which setuptools does not turn optimisation off for elsewhere',
      where: `-C ${setting}`,
      advice: 'leave it out: pyxdbg build --debug compiles for debugging in the release ABI by itself',
    });
  }
}

/**
 * Refuses a folder that no PATH can hold, as Python's venv does: compilers are reached through one below it. Throws a
 * UserError.
 */
export function refuseFolder(folder: string, platform: string): void {
  if (platform === 'win32' || !folder.includes(':')) return;
  throw new UserError({
    what: 'has a colon in its path, which separates the folders of PATH, so that no compiler can be stood in for',
    where: folder,
    advice: 'rename the folder, or build a copy of the project elsewhere',
  });
}

/** Refuses options that the build that was asked for has no use for. Throws a UserError with the way that has. */
export function refuseWithoutEffect(
  {mode, project, configSettings, sanitize}: BuildRequest,
  outDir: string | undefined,
): void {
  if (outDir !== undefined && mode !== 'wheel') {
    throw new UserError({
      what: 'is where a wheel goes, and no wheel is made',
      where: `--out-dir ${outDir}`,
      advice: 'add --wheel, or leave it out',
    });
  }
  const [setting] = configSettings;
  if (setting !== undefined && mode === 'inplace' && project.backend !== 'cmake') {
    throw new UserError({
      what: 'is a setting for a build by PEP 517, and a build in place is none',
      where: `-C ${setting.join('=')}`,
      advice: 'add --wheel or --editable, or leave it out',
    });
  }
  if (sanitize.includes('address') && sanitize.includes('thread')) {
    throw new UserError({
      what: 'cannot be in one process, as each has a memory layout of its own',
      where: '--sanitize address,thread',
      advice: 'build once with the one and once with the other',
    });
  }
}
