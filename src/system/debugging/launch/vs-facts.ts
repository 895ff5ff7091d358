import {join} from 'node:path';
import type {VsFacts} from '../../../debugging/launch/vs-project.ts';
import {localFiles} from '../../files.ts';
import type {GatheredLaunch} from './launch-facts.ts';

/** Folders without sources of the project. */
const SKIPPED = new Set(['.git', '.hg', '.pyxdbg', '.vs', '.venv', 'venv', 'node_modules', 'build', 'dist']);

/** More are not listed in a project: its editor finds the rest as they are opened. */
const MAX_SOURCES = 500;

/** As Visual Studio names what a wheel tag names. */
const PLATFORMS: Readonly<Record<string, VsFacts['platform']>> = {
  win32: 'Win32',
  win_amd64: 'x64',
  win_arm64: 'ARM64',
};

/** What a project of Visual Studio's is made from. Elsewhere than on Windows the interpreter there is not known. */
export function vsFacts({facts, interpreter}: GatheredLaunch): VsFacts {
  const isHere = facts.system === 'win32';
  const sources = localFiles
    .listFolder(facts.workspace, SKIPPED)
    .files.filter(path => /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx)$/i.test(path))
    .slice(0, MAX_SOURCES);
  return {
    ...facts,
    ...(isHere ? {} : {interpreter: {...facts.interpreter, ...FROM_PATH}}),
    platform: PLATFORMS[interpreter.platformTag] ?? 'x64',
    sources,
    include: isHere ? join(interpreter.basePrefix, 'include') : null,
  };
}

const FROM_PATH = {executable: 'python.exe', program: 'python.exe', venvLauncher: null} as const;
