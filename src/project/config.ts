import {dirname, join, relative, resolve} from 'node:path';
import {UserError} from '../errors.ts';
import type {Files} from '../system/files.ts';
import type {ConfigValues} from './config-schema.ts';
import type {ConfigText} from './config-text.ts';

/** The settings of a project. What its configuration does not say is undefined. */
export interface Config {
  /** The file they come from, absolute. */
  readonly file: string;
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly failOn: 'error' | 'warning' | 'note' | undefined;
  /** A version such as `3.12`, or the absolute path of an interpreter. */
  readonly python: string | undefined;
  /** Absolute. */
  readonly against: string | undefined;
  readonly withSystem: boolean | undefined;
  /** Absolute. */
  readonly baseline: string | undefined;
  readonly perFileIgnores: Readonly<Record<string, readonly string[]>>;
  readonly outputFormat: 'text' | 'json' | 'sarif' | 'junit' | 'github' | undefined;
}

/** What finding and reading a configuration asks of the file system. */
export type ConfigFiles = Pick<Files, 'status' | 'readText' | 'unreadable'>;

/** Far more than any real configuration, in bytes. */
const MAX_CONFIG_BYTES = 16 * 1024 * 1024;

/**
 * Finds the configuration for `cwd` (absolute): the nearest `pyxdbg.yaml`, or `pyproject.toml` with `[tool.pyxdbg]`,
 * from there up to the root of the repository. Null where there is none. `ruleNames` are all that exist. Throws a
 * UserError that names the file with its line for one that is wrong. Parsers are loaded only for a file that is there.
 */
export async function loadConfig(
  cwd: string,
  files: ConfigFiles,
  ruleNames: readonly string[],
): Promise<Config | null> {
  for (const folder of foldersUpwards(cwd)) {
    const found = await readFolder(folder, cwd, files);
    if (found) {
      const {checkConfig} = await import('./check-config.ts');
      return resolvePaths(checkConfig(found.text, found.shownFile, ruleNames), found.file);
    }
    if (files.status(join(folder, '.git')) !== null) return null;
  }
  return null;
}

async function readFolder(
  folder: string,
  cwd: string,
  files: ConfigFiles,
): Promise<{file: string; shownFile: string; text: ConfigText} | null> {
  const yamlFile = join(folder, 'pyxdbg.yaml');
  const tomlFile = join(folder, 'pyproject.toml');
  const yamlText = readIfThere(yamlFile, files);
  const tomlText = readIfThere(tomlFile, files);
  const shownYaml = relative(cwd, yamlFile);
  const shownToml = relative(cwd, tomlFile);

  // Most projects do not configure pyxdbg: no parser is loaded for a file that does not name it.
  const toml = tomlText?.includes('pyxdbg')
    ? (await import('./config-toml.ts')).readTomlConfig(tomlText, shownToml)
    : null;
  if (yamlText === null) return toml && {file: tomlFile, shownFile: shownToml, text: toml};
  if (toml) {
    throw new UserError({
      what: `${shownYaml} and [tool.pyxdbg] in ${shownToml} both configure pyxdbg`,
      advice: 'keep one of them',
    });
  }
  const yaml = (await import('./config-yaml.ts')).readYamlConfig(yamlText, shownYaml);
  return {file: yamlFile, shownFile: shownYaml, text: yaml};
}

function readIfThere(file: string, files: ConfigFiles): string | null {
  if (files.status(file)?.kind !== 'file') return null;
  const text = files.readText(file, MAX_CONFIG_BYTES);
  if (text === null) {
    throw new UserError({what: files.unreadable(file) ?? 'cannot be read', where: file});
  }
  return text.replace(/^\ufeff/, '');
}

function resolvePaths(values: ConfigValues, file: string): Config {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(dirname(file), path);
  const {python} = values;
  return {
    file,
    select: values.select,
    ignore: values.ignore,
    failOn: values['fail-on'],
    // A bare name such as `python3.12` is looked up on PATH, a version is no path at all.
    python: python?.match(/[\\/]/) ? absolute(python) : python,
    against: absolute(values.against),
    withSystem: values['with-system'],
    baseline: absolute(values.baseline),
    perFileIgnores: values['per-file-ignores'] ?? {},
    outputFormat: values['output-format'],
  };
}

function* foldersUpwards(start: string): Generator<string> {
  let folder = start;
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder) return;
    folder = parent;
  }
}
