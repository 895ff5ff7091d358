import {type PythonVersion, parseVersion} from './version.ts';

/** What pyvenv.cfg says: PEP 405, and the keys that virtualenv and uv write instead. */
export interface PyvenvConfig {
  /** The folder that the base interpreter's executable is in. */
  readonly home: string | null;
  readonly version: PythonVersion | null;
  /** Base name of the base interpreter's executable: `python3.13t`, `python_d.exe`. */
  readonly executable: string | null;
  readonly includesSystemPackages: boolean;
}

/** Reads the text of a pyvenv.cfg. What is not in it is null. */
export function parsePyvenvConfig(text: string): PyvenvConfig {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [key = '', ...rest] = line.split('=');
    if (rest.length > 0) values.set(key.trim().toLowerCase(), rest.join('=').trim());
  }
  // venv writes `version`, virtualenv and uv `version_info` (virtualenv with `.final.0` behind it).
  const version = values.get('version') ?? values.get('version_info');
  const executable = values.get('executable') ?? values.get('base-executable');
  return {
    home: values.get('home') || null,
    version: version === undefined ? null : parseVersion(version),
    executable: executable?.split(/[/\\]/).at(-1) || null,
    includesSystemPackages: values.get('include-system-site-packages')?.toLowerCase() === 'true',
  };
}
