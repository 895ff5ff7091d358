import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readFileSync} from 'node:fs';
import {basename, delimiter, join} from 'node:path';
import {execa} from 'execa';
import type {Project} from './projects.ts';

/** How a project's own test suite ended, as pytest counts. */
export interface SuiteOutcome {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** The end of what pytest printed. */
  readonly output: string;
}

/**
 * Runs a project's tests, from a folder where they are apart from the project's source, on the modules that Python
 * finds in `importFrom`.
 */
export async function runSuite(
  {tests}: Project,
  source: string,
  {
    python,
    importFrom,
    more,
    folder,
  }: {
    readonly python: string;
    readonly importFrom: string;
    /** Another folder to import from: pytest, and what the project itself needs. */
    readonly more: string;
    readonly folder: string;
  },
): Promise<SuiteOutcome> {
  if (!tests) throw new Error('no tests are named');
  mkdirSync(folder, {recursive: true});
  const isFolder = existsSync(join(source, tests.at));
  const copy = join(folder, basename(tests.at));
  if (isFolder) cpSync(join(source, tests.at), copy, {recursive: true});
  const report = join(folder, 'report.xml');
  const {all} = await execa(
    python,
    [
      ...['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-c', '/dev/null', '--rootdir', folder],
      `--junit-xml=${report}`,
      ...(isFolder ? [copy] : ['--pyargs', tests.at]),
      ...(tests.without === undefined ? [] : ['-k', `not ${tests.without}`]),
    ],
    {
      all: true,
      reject: false,
      cwd: folder,
      env: {PYTHONPATH: [importFrom, more].join(delimiter), PYTHONDONTWRITEBYTECODE: '1'},
    },
  );
  const output = (all ?? '').slice(-3000);
  if (!existsSync(report)) throw new Error(output);
  // junit-xml of pytest: one <testsuite> with these attributes.
  const [, attributes = ''] = /<testsuite ([^>]*)>/.exec(readFileSync(report, 'utf8')) ?? [];
  const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1]);
  return {
    tests: count('tests'),
    failures: count('failures'),
    errors: count('errors'),
    skipped: count('skipped'),
    output,
  };
}

/** The files that Python loads the modules from, by their names below the folder they are imported from. */
export function loadedFrom(
  python: string,
  importFrom: string,
  more: string,
  names: readonly string[],
): readonly string[] {
  const modules = names.map(name => name.replace(/\.[^/]*$/, '').replaceAll('/', '.'));
  const code =
    'import importlib, sys\nfor name in sys.argv[1:]: print(importlib.import_module(name).__file__)';
  const text = execFileSync(python, ['-c', code, ...modules], {
    encoding: 'utf8',
    env: {...process.env, PYTHONPATH: [importFrom, more].join(delimiter)},
  });
  return text.trim().split('\n');
}

/** The folder with the released wheel, as pip installs it for this Python; null where there is none to be had. */
export function releasedWheel(python: string, requirement: string, folder: string): string | null {
  const options = ['-q', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  try {
    execFileSync(python, ['-m', 'pip', 'install', ...options, '--target', folder, requirement], {
      stdio: 'pipe',
    });
    return folder;
  } catch {
    return null;
  }
}

/** The folder of the packages of a virtual environment. */
export function packagesOf(python: string): string {
  const code = 'import sysconfig; print(sysconfig.get_path("platlib"))';
  return execFileSync(python, ['-c', code], {encoding: 'utf8'}).trim();
}
