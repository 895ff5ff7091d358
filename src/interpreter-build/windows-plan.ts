import type {BuildStep} from '../build/model.ts';
import {windowsEnvironment} from '../build/windows-environment.ts';
import type {WindowsToolset} from '../build/windows-toolset.ts';
import {UserError} from '../errors.ts';
import type {InterpreterFacts, Optimize} from './model.ts';
import type {InterpreterPlan} from './unix-plan.ts';

/** Folders of one build, absolute. */
export interface WindowsPlaces {
  readonly source: string;
  /** Where the interpreter is laid out, with a pythonXY.dll of its own. */
  readonly stage: string;
}

/** `-p` of PCbuild\build.bat, and the folder that it builds into (PCbuild/readme.txt), by the platform tag's end. */
const PLATFORMS = {
  win32: {option: 'Win32', folder: 'win32'},
  win_amd64: {option: 'x64', folder: 'amd64'},
  win_arm64: {option: 'ARM64', folder: 'arm64'},
} as const;

/**
 * The Release target of CPython's own project files with the debug options of toolchains/msvc.yaml: Release keeps the
 * name python3XY.dll, the release C runtime and NDEBUG; _CL_ and _LINK_ come after what the projects say. PC\layout
 * copies the result, so that the DLL is a private one beside its python.exe and never replaces the installed one.
 *
 * Decided from PCbuild/readme.txt, PCbuild/pyproject.props and PC/layout/main.py; not run, for want of a Windows machine.
 */
export function windowsPlan(
  original: Pick<InterpreterFacts, 'version' | 'freeThreaded'>,
  {platformTag, optimize}: {readonly platformTag: string; readonly optimize: Optimize},
  toolset: WindowsToolset,
  {source, stage}: WindowsPlaces,
  env: Readonly<Record<string, string | undefined>>,
): InterpreterPlan {
  const platform = Object.entries(PLATFORMS).find(([tag]) => tag === platformTag)?.[1];
  if (!platform) {
    throw new UserError({
      what: 'is no platform that PCbuild\\build.bat builds for',
      where: platformTag,
      advice: 'name a Python for win32, win_amd64 or win_arm64 with --python',
    });
  }
  const {freeThreaded} = original;
  const gil = freeThreaded ? ['--disable-gil'] : [];
  const built = `${source}\\PCbuild\\${platform.folder}`;
  const executable = `${built}\\${freeThreaded ? pythonName(original) : 'python.exe'}`;
  const steps: readonly BuildStep[] = [
    {
      title: 'compile',
      command: [`${source}\\PCbuild\\build.bat`, ...['-e', '-c', 'Release', '-p', platform.option, ...gil]],
      cwd: source,
    },
    {
      title: 'install',
      command: [
        executable,
        `${source}\\PC\\layout`,
        ...['-s', source, '-b', built, '--arch', platform.folder, '--copy', stage],
        ...layoutOf(original).map(part => `--include-${part}`),
      ],
      cwd: source,
    },
  ];
  const request = {debug: true, optimize, assertions: false, sanitize: []} as const;
  return {
    steps,
    files: {},
    environment: {
      // Each project has a PDB of its own for types (PCbuild/pyproject.props); a name with # is left out.
      ...windowsEnvironment(request, toolset, env, NO_TYPE_PDB),
      PYTHONHOME: null,
      PYTHONPATH: null,
    },
    leftOut: [{argument: '-c PGUpdate', why: 'optimisation'}],
    compiler: null,
  };
}

/** Parts of a layout: PC/layout/support/options.py; its preset wants the built documentation as well. */
function layoutOf({
  version,
  freeThreaded,
}: Pick<InterpreterFacts, 'version' | 'freeThreaded'>): readonly string[] {
  return [
    ...['stable', 'pip', 'tcltk', 'idle', 'venv', 'dev', 'symbols'],
    ...(version[0] === 3 && version[1] < 12 ? ['distutils'] : []),
    ...(freeThreaded ? ['freethreaded'] : []),
  ];
}

/** A path that these variables cannot hold. */
const NO_TYPE_PDB = '#';

function pythonName({version: [major, minor]}: Pick<InterpreterFacts, 'version'>): string {
  return `python${major}.${minor}t.exe`;
}
