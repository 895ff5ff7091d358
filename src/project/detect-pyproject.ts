import {parse, TomlError} from 'smol-toml';
import {UserError} from '../errors.ts';
import {tomlLine} from './toml-line.ts';

/** What a pyproject.toml says of the build (PEP 518, 517, 621); null or empty where it says nothing. */
export interface PyprojectFacts {
  /** `[build-system]`, null where the table is missing. */
  readonly buildSystem: {
    readonly requires: readonly string[];
    readonly buildBackend: string | null;
    /** Null without the key. */
    readonly backendPath: readonly string[] | null;
  } | null;
  readonly hasProjectTable: boolean;
  readonly name: string | null;
  readonly requiresPython: string | null;
  /** Names of the tables below `[tool]`. */
  readonly tools: readonly string[];
  /** Whether `[tool.hatch.build]` has hooks that may compile: without one, hatchling compiles nothing. */
  readonly hasHatchHooks: boolean;
  /** Files of the project that its tables name as part of the build, as written. */
  readonly namedFiles: readonly string[];
}

/**
 * Reads the text of a pyproject.toml. Throws a UserError with file and line for one that is no TOML, and for a
 * `[build-system]` that no frontend accepts.
 */
export function readPyproject(text: string, file: string): PyprojectFacts {
  const document = parseToml(text, file);
  const table = document['build-system'];
  const project = tableIn(document, 'project');
  const tool = tableIn(document, 'tool');
  const poetry = tableIn(tool, 'poetry');
  const flit = tableIn(tableIn(tool, 'flit'), 'metadata');
  return {
    buildSystem: table === undefined ? null : readBuildSystem(table, text, file),
    hasProjectTable: 'project' in document,
    name:
      textIn(project, 'name') ??
      textIn(poetry, 'name') ??
      textIn(flit, 'dist-name') ??
      textIn(flit, 'module'),
    requiresPython: textIn(project, 'requires-python') ?? textIn(flit, 'requires-python'),
    tools: Object.keys(tool),
    hasHatchHooks: hasHatchHooks(tableIn(tableIn(tool, 'hatch'), 'build')),
    namedFiles: namedFiles(tool),
  };
}

/** Reads TOML. Throws a UserError with file and line for what is none. */
function parseToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [problem = ''] = cause.message.replace('Invalid TOML document: ', '').split('\n');
    throw new UserError({what: `is not valid TOML: ${problem}`, where: `${file}:${cause.line}`, cause});
  }
}

/** The text at a key; null for another type, or nothing. */
function textIn(table: Record<string, unknown>, key: string): string | null {
  const value = table[key];
  return typeof value === 'string' ? value : null;
}

/** The table at a key; an empty one for another type, or nothing. */
function tableIn(table: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = table[key];
  return isTable(value) ? value : {};
}

function readBuildSystem(
  table: unknown,
  text: string,
  file: string,
): NonNullable<PyprojectFacts['buildSystem']> {
  const refuse = (what: string, keys: readonly string[] = []): never => {
    throw new UserError({what, where: `${file}:${tomlLine(text, ['build-system', ...keys])}`});
  };
  if (!isTable(table)) return refuse('`build-system` is no table');
  const {requires, 'build-backend': backend = null, 'backend-path': path = null} = table;
  if (requires === undefined) {
    return refuse('[build-system] has no `requires`, which PEP 518 demands');
  }
  if (!isTextList(requires)) return refuse('`build-system.requires` is no list of texts', ['requires']);
  if (backend !== null && typeof backend !== 'string') {
    return refuse('`build-system.build-backend` is no text', ['build-backend']);
  }
  if (path !== null && !isTextList(path)) {
    return refuse('`build-system.backend-path` is no list of texts', ['backend-path']);
  }
  return {requires, buildBackend: backend, backendPath: path};
}

/** Where backends let a project name further files: poetry's script, hatchling's hook, CMake's and maturin's folders. */
function namedFiles(tool: Record<string, unknown>): string[] {
  const {build} = tableIn(tool, 'poetry');
  const script = typeof build === 'string' ? build : isTable(build) ? textIn(build, 'script') : null;
  const hatch = tableIn(tableIn(tableIn(tool, 'hatch'), 'build'), 'hooks');
  const custom = 'custom' in hatch ? (textIn(tableIn(hatch, 'custom'), 'path') ?? 'hatch_build.py') : null;
  const cmakeFolder = textIn(tableIn(tableIn(tool, 'scikit-build'), 'cmake'), 'source-dir');
  const manifest = textIn(tableIn(tool, 'maturin'), 'manifest-path');
  const cmake = cmakeFolder ? `${cmakeFolder}/CMakeLists.txt` : null;
  return [script, custom, cmake, manifest].flatMap(file => file || []);
}

function hasHatchHooks(build: Record<string, unknown>): boolean {
  return [build, tableIn(tableIn(build, 'targets'), 'wheel')].some(
    // These two write a version only.
    table => Object.keys(tableIn(table, 'hooks')).some(name => name !== 'vcs' && name !== 'version'),
  );
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}
