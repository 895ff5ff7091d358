/** Where a source tree of CPython says its version, and what it is configured with. */
export const VERSION_FILE = 'Include/patchlevel.h';
export const CONFIGURE = 'configure';

/** The version that `Include/patchlevel.h` defines; null where it is no such file. */
export function sourceVersion(patchlevel: string): readonly [number, number, number] | null {
  const [major, minor, micro] = ['MAJOR', 'MINOR', 'MICRO'].map(part => {
    const match = new RegExp(`^#define\\s+PY_${part}_VERSION\\s+(\\d{1,3})\\s*$`, 'm').exec(patchlevel);
    return match ? Number(match[1]) : null;
  });
  return major == null || minor == null || micro == null ? null : [major, minor, micro];
}

/** Folders of the source that a debugger shows: those of C sources, the generated ones among them. */
export const C_FOLDERS = ['Include', 'Objects', 'Python', 'Modules', 'Parser', 'Programs', 'Mac'] as const;
/** Beside them. */
export const C_FILES = ['pyconfig.h', 'LICENSE'] as const;
/** gdb's commands for Python objects, which belong to exactly this source. */
export const GDB_SCRIPT = 'Tools/gdb/libpython.py';

/** What a copy of a user's source folder leaves out: histories, and what earlier builds there made. */
export function isSourcePart(relative: string): boolean {
  const name = relative.slice(relative.lastIndexOf('/') + 1);
  if (['.git', '.hg', '.svn', '__pycache__', '.tox', 'autom4te.cache'].includes(name)) return false;
  if (/\.(o|a|so|so\.\d[\d.]*|dylib|pyc|gcda|gcno|gch)$/.test(name)) return false;
  return ![
    'build',
    'Makefile',
    'Makefile.pre',
    'config.status',
    'config.log',
    'config.cache',
    'pyconfig.h',
    'pybuilddir.txt',
    'platform',
    'python',
    'python-config',
    'python-config.py',
    'python.exe',
    'Modules/Setup.local',
    'Modules/Setup.config',
    'Modules/Setup.stdlib',
    'Modules/config.c',
    'Modules/ld_so_aix',
    'Programs/_freeze_module',
    'Programs/_testembed',
  ].includes(relative);
}

/** Why a member of an archive must not be unpacked; null for one that stays in the folder it is unpacked into. */
export function memberProblem(name: string): 'is absolute' | 'leads out of the archive' | null {
  const path = name.replaceAll('\\', '/');
  if (/^\/|^[a-z]:/i.test(path)) return 'is absolute';
  return path.split('/').includes('..') ? 'leads out of the archive' : null;
}
