import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {type Flavour, flavours, type Host} from './flavours.ts';
import {windowsPython, wine, wineEnvironment} from './wine.ts';

const execute = promisify(execFile);
const probe = fileURLToPath(new URL('probe.py', import.meta.url));

/** What one module did in one interpreter: the output of probe.py. */
export interface Behaviour {
  readonly python?: string;
  /** The exception of the import, or how the process ended. */
  readonly error?: string;
  readonly twice?: number;
  readonly written?: number;
  readonly file?: string;
  readonly environment?: string | null;
  /** Whether the Python DLL has the name that the module was built to ask for. */
  readonly found?: boolean;
}

/** A flavour built for one Python, and what it did there. */
export interface Observation {
  readonly flavour: Flavour;
  readonly version: string;
  readonly path: string;
  readonly behaviour: Behaviour;
}

/** Python 3.8 finds no module in a folder that is named without its drive. */
const onWine = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

const run = async (
  cache: string,
  version: string,
  folder: string,
  asked: readonly string[],
): Promise<Behaviour> => {
  const python = join(windowsPython(cache, version), 'python.exe');
  const env = {...process.env, ...wineEnvironment(join(cache, 'prefix'))};
  try {
    const {stdout} = await execute(wine, [python, '-I', onWine(probe), onWine(folder), ...asked], {
      env,
      timeout: 60_000,
      cwd: folder,
    });
    // probe.py prints one object of this shape.
    return JSON.parse(stdout) as Behaviour;
  } catch (error) {
    return {error: `the process ended: ${String(error).split('\n')[0]}`};
  }
};

/** Whether the module at least was imported and could use the Python API. */
export const isImported = (behaviour: Behaviour): boolean =>
  behaviour.error === undefined && behaviour.found !== false && behaviour.twice === 42;

/** Whether every probe gave what a module on the interpreter's own C runtime gives. */
export const behavesWell = (behaviour: Behaviour): boolean =>
  isImported(behaviour) &&
  behaviour.written === 6 &&
  behaviour.file === 'across' &&
  behaviour.environment === 'from-python';

/**
 * Keeps one Python waiting under Wine while the work runs. Without it Wine's own services start with every program,
 * hold its pipes and make each run last 2.5 s instead of 0.3.
 */
const withWine = async <T>(cache: string, version: string, work: () => Promise<T>): Promise<T> => {
  const python = join(windowsPython(cache, version), 'python.exe');
  const env = {...process.env, ...wineEnvironment(join(cache, 'prefix'))};
  const waiting = spawn(wine, [python, '-I', '-c', 'print(1, flush=True); input()'], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exit = once(waiting, 'exit');
  await Promise.race([once(waiting.stdout, 'data'), exit]);
  try {
    return await work();
  } finally {
    waiting.stdin.end('\n');
    await exit;
  }
};

/** Builds every flavour for one Windows Python below `folder` and runs the probes in it, one after the other. */
export const observe = async (
  cache: string,
  version: string,
  folder: string,
): Promise<readonly Observation[]> =>
  withWine(cache, version, async () => {
    const host: Host = {
      version,
      digits: version.replace('.', ''),
      include: join(windowsPython(cache, version), 'include'),
    };
    const observations: Observation[] = [];
    for (const flavour of flavours) {
      const own = join(folder, version, flavour.name);
      await mkdir(own, {recursive: true});
      const path = await flavour.build(host, own);
      const asked = flavour.asks?.(host);
      const more = asked === undefined ? [] : [asked.dll, asked.name];
      observations.push({flavour, version, path, behaviour: await run(cache, version, own, more)});
    }
    return observations;
  });
