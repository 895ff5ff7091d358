import {dirname, join, resolve} from 'node:path';
import {UserError} from '../errors.ts';
import type {Files} from '../system/files.ts';
import {backendOfModule, inTreeBackend} from './detect-backend.ts';
import {isUsedBy, readBuildFiles} from './detect-build-files.ts';
import {bindingsOf, languagesOf} from './detect-languages.ts';
import {type PyprojectFacts, readPyproject} from './detect-pyproject.ts';
import {noProject} from './detect-refusal.ts';
import {setupCfgValue} from './detect-setup-cfg.ts';
import {scanSources} from './detect-sources.ts';
import type {BackendName, ProjectFacts} from './project-facts.ts';

/** What detection asks of the file system. */
type ProjectFiles = Pick<Files, 'status' | 'entryNames' | 'readText' | 'realPath' | 'unreadable'>;

/** Far more than any real file of this kind, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** `setup(libraries=[("name", {...})])`, or a command of the project's own that makes them. */
const C_LIBRARIES = /\bbuild_clib\b|\blibraries\s*=\s*\[\s*\(/;

/** PEP 518: what a frontend takes where `[build-system]` is missing. */
const LEGACY_REQUIRES = ['setuptools'];

/**
 * What a project's own files say of how it is built; nothing of it is run. Throws a UserError for a folder that is no
 * project (`pyxdbg init` makes one), that lies in one, or whose pyproject.toml is wrong, with its line.
 */
export function detectProject(folder: string, files: ProjectFiles): ProjectFacts {
  const root = resolve(folder);
  requireFolder(root, files);
  const text = readIfThere(join(root, 'pyproject.toml'), files);
  const pyproject = text === null ? null : readPyproject(text, join(root, 'pyproject.toml'));
  const setupCfg = readIfThere(join(root, 'setup.cfg'), files);
  const has = (name: string): boolean => files.status(join(root, name))?.kind === 'file';
  const kind = kindOf(root, pyproject, setupCfg, files);
  if (kind === null) throw noProject(root, files);

  const system = kind === 'cmake' ? null : (pyproject?.buildSystem ?? null);
  const buildRequires = kind === 'cmake' ? [] : (system?.requires ?? LEGACY_REQUIRES);
  const buildBackend = system?.buildBackend ?? null;
  const inTree =
    system?.backendPath && buildBackend !== null
      ? inTreeBackend(root, buildBackend, system.backendPath, buildRequires, files)
      : null;
  const backend: BackendName =
    kind === 'cmake' ? kind : inTree ? 'in-tree' : backendOfModule(buildBackend, buildRequires);

  const sources = scanSources(root, files);
  const named = [...(pyproject?.namedFiles ?? []), ...(inTree?.file ? [inTree.file] : [])];
  const scripts = readBuildFiles(root, named, files);
  const hasHooks = backend === 'hatchling' && (pyproject?.hasHatchHooks === true || has('hatch.toml'));
  const evidence = {
    folder: root,
    backend,
    requires: buildRequires,
    sources,
    buildTexts: scripts.map(({text}) => text),
    compiles: backend !== 'flit' && (backend !== 'hatchling' || hasHooks),
  };
  const bindings = bindingsOf(evidence, files);
  const languages = languagesOf(evidence, bindings, files);
  const inSetupCfg = (section: string, key: string): string | null =>
    setupCfg === null ? null : setupCfgValue(setupCfg, section, key);
  return {
    folder: root,
    name: pyproject?.name ?? inSetupCfg('metadata', 'name'),
    backend,
    buildBackend,
    ...(inTree?.wraps ? {wraps: inTree.wraps} : {}),
    buildRequires,
    requiresPython: pyproject?.requiresPython ?? inSetupCfg('options', 'python_requires'),
    hasSetupPy: has('setup.py'),
    hasSetupCfg: setupCfg !== null,
    hasCLibraries: scripts.some(({text}) => C_LIBRARIES.test(text)),
    hasPyproject: pyproject !== null,
    ...(hasHooks ? {hasBuildHooks: true} : {}),
    languages,
    bindings,
    buildFiles: [
      ...new Set([
        ...['pyproject.toml', 'setup.cfg'].filter(has),
        ...scripts.filter(script => isUsedBy(backend, script, scripts)).map(({path}) => path),
        ...(languages.includes('rust') ? cargoFiles(sources.cargo) : []),
      ]),
    ],
  };
}

/** Whether Python packaging or plain CMake builds it; null for neither. */
function kindOf(
  root: string,
  pyproject: PyprojectFacts | null,
  setupCfg: string | null,
  files: ProjectFiles,
): 'python' | 'cmake' | null {
  if (files.status(join(root, 'setup.py'))?.kind === 'file') return 'python';
  if (pyproject?.buildSystem || pyproject?.hasProjectTable || pyproject?.tools.includes('poetry'))
    return 'python';
  if (pyproject && setupCfg !== null && setupCfgValue(setupCfg, 'metadata', 'name') !== null) return 'python';
  // The CMakeLists.txt of a folder inside a project has no `project()`.
  const cmake = readIfThere(join(root, 'CMakeLists.txt'), files);
  return cmake !== null && /^[ \t]*project\s*\(/im.test(cmake) ? 'cmake' : null;
}

function requireFolder(root: string, files: ProjectFiles): void {
  const kind = files.status(root)?.kind;
  if (kind === 'folder') {
    const problem = files.unreadable(root);
    if (problem !== null) throw new UserError({what: problem, where: root});
    return;
  }
  throw new UserError({
    what: kind === undefined ? 'does not exist' : 'is no folder',
    where: root,
    advice:
      kind === undefined ? 'name the folder of a project' : `name the project's folder: ${dirname(root)}`,
  });
}

/** A crate below another one is a dependency of it, or a member that it names. */
function cargoFiles(found: readonly string[]): readonly string[] {
  return found.includes('Cargo.toml') ? ['Cargo.toml'] : found;
}

function readIfThere(file: string, files: ProjectFiles): string | null {
  if (files.status(file)?.kind !== 'file') return null;
  const text = files.readText(file, MAX_FILE_BYTES);
  if (text === null) throw new UserError({what: files.unreadable(file) ?? 'cannot be read', where: file});
  return text.replace(/^\ufeff/, '');
}
