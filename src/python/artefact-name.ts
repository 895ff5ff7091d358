import {type PythonVersion, parseVersion} from './version.ts';

/** What the name of an egg or a bdist_wininst installer claims: `coverage-3.4.win32-py2.4.exe`, `ZODB3-3.9.5-py2.5-win32.egg`. */
export interface LegacyName {
  readonly project: string;
  readonly version: PythonVersion | null;
  /** As a wheel spells it (`win32`, `win_amd64`); null where the name has none. */
  readonly platform: string | null;
}

const EGG = /^(?<project>.+?)-[^-]+-py(?<python>\d\.\d{1,2})(?:-(?<platform>.+))?\.egg$/;
const WININST = /^(?<project>.+?)-[^-]+\.(?<platform>win32|win-\w+)(?:-py(?<python>\d\.\d{1,2}))?\.exe$/;

/** Takes the name of an egg or installer apart; null for another one. */
export function parseLegacyName(baseName: string): LegacyName | null {
  const groups = (EGG.exec(baseName) ?? WININST.exec(baseName))?.groups;
  if (!groups) return null;
  return {
    project: groups['project'] ?? '',
    version: groups['python'] ? parseVersion(groups['python']) : null,
    platform: groups['platform']?.replaceAll(/[-.]/g, '_') ?? null,
  };
}
