import type {MachHeader} from './header.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';

/** The system that a slice is for. */
export interface BuildVersion {
  readonly platform: string | null;
  readonly minimumOs: string | null;
}

/** PLATFORM_* of <mach-o/loader.h>, in the order of their numbers from 1. */
const PLATFORMS = [
  'macos',
  'ios',
  'tvos',
  'watchos',
  'bridgeos',
  'mac-catalyst',
  'ios-simulator',
  'tvos-simulator',
  'watchos-simulator',
  'driverkit',
  'visionos',
  'visionos-simulator',
] as const;

/** What LC_VERSION_MIN_* names; before LC_BUILD_VERSION a simulator was told by its Intel machine alone. */
const VERSION_MIN = new Map<number, {device: string; intel: string}>([
  [LC.versionMinMacos, {device: 'macos', intel: 'macos'}],
  [LC.versionMinIos, {device: 'ios', intel: 'ios-simulator'}],
  [LC.versionMinTvos, {device: 'tvos', intel: 'tvos-simulator'}],
  [LC.versionMinWatchos, {device: 'watchos', intel: 'watchos-simulator'}],
]);

/** Reads LC_BUILD_VERSION, else LC_VERSION_MIN_*; of two ("zippered" for macOS and Mac Catalyst) the one for macOS. */
export function readBuildVersion(
  header: MachHeader,
  commands: readonly LoadCommand[],
  machine: string,
): BuildVersion {
  let found: BuildVersion = {platform: null, minimumOs: null};
  for (const command of commands) {
    const version = oneVersion(header, command, machine);
    if (version && (found.platform === null || version.platform === 'macos')) found = version;
  }
  return found;
}

function oneVersion(header: MachHeader, command: LoadCommand, machine: string): BuildVersion | null {
  if (command.kind === LC.buildVersion) {
    const field = commandView(header, command, 16, 'LC_BUILD_VERSION');
    const platform = field(8);
    return {platform: PLATFORMS[platform - 1] ?? `platform-${platform}`, minimumOs: dotted(field(12))};
  }
  const kind = VERSION_MIN.get(command.kind);
  if (!kind) return null;
  const field = commandView(header, command, 12, 'LC_VERSION_MIN');
  const isIntel = machine === 'x86' || machine === 'x86_64';
  return {platform: isIntel ? kind.intel : kind.device, minimumOs: dotted(field(8))};
}

/** X.Y.Z is packed as nibbles xxxx.yy.zz (build_version_command in <mach-o/loader.h>); a zero Z is not written. */
function dotted(packed: number): string {
  const version = `${packed >>> 16}.${(packed >>> 8) & 0xff}`;
  const patch = packed & 0xff;
  return patch === 0 ? version : `${version}.${patch}`;
}
