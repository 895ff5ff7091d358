import {execFileSync} from 'node:child_process';
import {accessSync, constants, readFileSync} from 'node:fs';
import {delimiter, join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';

/** The root of this repository. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));
// package.json of this repository: `bin` names the program.
const {bin} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {bin: {pyxdbg: string}};
/** The program under test. PYXDBG_TEST_PROGRAM: another build to hold to the same tests, e.g. an unpacked package. */
export const program: string = process.env['PYXDBG_TEST_PROGRAM'] ?? join(root, bin.pyxdbg);

/** A vendored artefact with an error of `crt-mismatch`, and nothing else. */
export const PYAUDIO = 'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl';
/** A vendored artefact without any finding. */
export const MARKUPSAFE = 'markupsafe-3.0.3-cp313-cp313-win_amd64.whl';

/** The path of a vendored artefact. */
export const vendored = (file: string): string => join(root, 'test', 'artefacts', file);

/** How to run the program; nothing of the environment of the tests reaches it but PATH and HOME. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds; empty unless given. */
  readonly input?: string;
}

/** How a run ended. */
export interface Outcome {
  /** Undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program with these words. */
export type Pyxdbg = (words: readonly string[], options?: RunOptions) => Promise<Outcome>;

/** The variables that the program sees. */
export const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  ...more,
});

/** The program on the Node.js at `node`. */
export const pyxdbgOn =
  (node: string): Pyxdbg =>
  async (words, {cwd = root, env = {}, input = ''} = {}) => {
    const {exitCode, stdout, stderr} = await execa(node, [program, ...words], {
      cwd,
      env: environment(env),
      extendEnv: false,
      input,
      reject: false,
      stripFinalNewline: false,
      timeout: 30_000,
    });
    return {status: exitCode, stdout, stderr};
  };

/** The Node.js of the project, and the oldest other supported one on PATH: users do not have ours. */
export const nodes: readonly {readonly name: string; readonly path: string}[] = [
  {name: `Node ${process.versions.node}`, path: process.execPath},
  ...otherNodes(),
];

function otherNodes(): {name: string; path: string}[] {
  const [ownMajor] = process.versions.node.split('.');
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'node');
    if (folder.split(sep).includes('node_modules') || !isExecutable(path)) continue;
    const version = execFileSync(path, ['--version'], {encoding: 'utf8'}).trim().slice(1);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isSupported = major > 20 || (major === 20 && minor >= 19);
    if (isSupported && String(major) !== ownMajor) return [{name: `Node ${version}`, path}];
  }
  return [];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

type Body = (t: ExecutionContext, pyxdbg: Pyxdbg, node: string) => Promise<void>;

/** One test for each Node.js, one at a time: each starts processes of its own. */
export function onEachNode(title: string, body: Body): void {
  for (const {name, path} of nodes) test.serial(`${title} (${name})`, t => body(t, pyxdbgOn(path), path));
  if (nodes.length === 1) {
    test.skip(`${title} (another Node: none of at least 20.19 but this one is on PATH)`, () => undefined);
  }
}
