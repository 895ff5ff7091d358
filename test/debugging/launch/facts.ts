import type {LaunchFacts} from '../../../src/debugging/launch/model.ts';
import type {VsFacts} from '../../../src/debugging/launch/vs-project.ts';
import type {HandOver} from '../../../src/symbols/handover/model.ts';

/** Nothing to tell a debugger. */
export const NO_SYMBOLS: HandOver = {
  debugFolders: [],
  symStores: [],
  pdbFolders: [],
  modules: [],
  sources: [],
  gdbSources: [],
  debuginfod: null,
};

/** A project on Linux with its own environment. */
export const ON_LINUX: LaunchFacts = {
  system: 'linux',
  workspace: '/src/spam',
  name: 'spam',
  interpreter: {
    executable: '/src/spam/.venv/bin/python',
    program: '/src/spam/.venv/bin/python',
    venvLauncher: null,
    version: [3, 12],
  },
  target: {kind: 'script', path: 'app.py', args: ['a b', '--fast']},
  symbols: NO_SYMBOLS,
};

/** A project on Windows, whose environment's python.exe only starts another process. */
export const ON_WINDOWS: VsFacts = {
  ...ON_LINUX,
  system: 'win32',
  workspace: 'C:\\src\\my spam',
  interpreter: {
    executable: 'C:\\src\\my spam\\.venv\\Scripts\\python.exe',
    program: 'C:\\Program Files\\Python39\\python.exe',
    venvLauncher: 'C:\\src\\my spam\\.venv\\Scripts\\python.exe',
    version: [3, 9],
  },
  symbols: {
    ...NO_SYMBOLS,
    pdbFolders: ['C:\\src\\my spam'],
    modules: [{module: 'C:\\src\\my spam\\spam.pyd', format: 'pe', file: 'C:\\src\\my spam\\spam.pdb'}],
    sources: [{recorded: 'D:\\build', here: 'C:\\src\\my spam'}],
  },
  platform: 'x64',
  sources: ['src/spam.c', 'src/spam.h'],
  include: 'C:\\Program Files\\Python39\\include',
};
