/**
 * The name of a wheel, taken apart (PEP 427, PEP 425). Compressed tag sets are several tags in each list.
 */
export interface WheelTags {
  readonly project: string;
  readonly version: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** Takes a wheel's file name apart; null when it is not one of five (or six, with a build tag) parts. */
export function parseWheelName(fileName: string): WheelTags | null {
  if (!fileName.toLowerCase().endsWith('.whl')) return null;
  // Browsers put ` (1)` behind the name of a second download.
  const parts = fileName
    .slice(0, -'.whl'.length)
    .replace(/ ?\(\d+\)$/, '')
    .split('-');
  if (parts.length < 5 || parts.length > 6) return null;
  const [pythons, abis, platforms] = parts.slice(-3).map(part => part.toLowerCase().split('.'));
  const [project, version] = parts;
  if (!project || !version || !pythons || !abis || !platforms) return null;
  return {project, version, pythons, abis, platforms};
}

/** The tags that a WHEEL file's `Tag:` lines give (PEP 427), for a wheel whose own name says nothing or an installed one. */
export function parseWheelFile(text: string, project: string, version: string): WheelTags | null {
  const pythons = new Set<string>();
  const abis = new Set<string>();
  const platforms = new Set<string>();
  for (const match of text.matchAll(/^Tag:\s*([^-\s]+)-([^-\s]+)-([^-\s]+)\s*$/gim)) {
    const [, python = '', abi = '', platform = ''] = match;
    for (const tag of python.toLowerCase().split('.')) pythons.add(tag);
    for (const tag of abi.toLowerCase().split('.')) abis.add(tag);
    for (const tag of platform.toLowerCase().split('.')) platforms.add(tag);
  }
  if (pythons.size === 0) return null;
  return {project, version, pythons: [...pythons], abis: [...abis], platforms: [...platforms]};
}
