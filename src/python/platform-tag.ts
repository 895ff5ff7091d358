import type {BinaryFacts, Machine} from '../binary/facts.ts';

/** What a platform tag of a wheel promises (PEP 425, 600, 656, 730, 738). */
export interface Platform {
  readonly tag: string;
  readonly system: 'windows' | 'linux' | 'macos' | 'ios' | 'android' | 'mingw' | 'cygwin' | 'other';
  /** What a binary must hold; several for `universal2`, empty where the tag does not say. */
  readonly machines: readonly Machine[];
  /** `intel`, `fat*` and `universal` wheels run with one of their machines missing: that is a warning. */
  readonly allMachinesNeeded: boolean;
  /** `glibc` for manylinux, `musl` for musllinux; null for a plain `linux_*` tag and other systems. */
  readonly libc: 'glibc' | 'musl' | null;
  /** Lowest macOS or iOS version, `[10, 9]`; Android API level, `[21, 0]`; null elsewhere. */
  readonly minimumSystem: readonly [number, number] | null;
}

/** The machines that a platform tag names (toolchains/cpython.yaml). */
export type MachinesOfTag = (platformTag: string) => readonly Machine[];

const SYSTEMS: readonly [RegExp, Platform['system']][] = [
  [/^win(32|_)/, 'windows'],
  [/^(manylinux|musllinux|linux)/, 'linux'],
  [/^macosx_/, 'macos'],
  [/^ios_/, 'ios'],
  [/^android_/, 'android'],
  [/^mingw/, 'mingw'],
  [/^cygwin/, 'cygwin'],
];

/** The binary format that each system loads; null for a system that pyxdbg does not know. */
export function formatOf({system}: Platform): BinaryFacts['format'] | null {
  switch (system) {
    case 'windows':
    case 'mingw':
    case 'cygwin':
      return 'pe';
    case 'linux':
    case 'android':
      return 'elf';
    case 'macos':
    case 'ios':
      return 'macho';
    case 'other':
      return null;
  }
}

/** Reads a platform tag; null for `any`. */
export function parsePlatformTag(tag: string, machinesOf: MachinesOfTag): Platform | null {
  if (tag === 'any' || tag === '') return null;
  const system = SYSTEMS.find(([pattern]) => pattern.test(tag))?.[1] ?? 'other';
  const version = /^(?:macosx|ios)_(\d+)_(\d+)_|^android_(\d+)_/.exec(tag);
  const machines = machinesOf(tag);
  return {
    tag,
    system,
    machines,
    allMachinesNeeded: machines.length === 1 || tag.endsWith('_universal2'),
    libc: tag.startsWith('manylinux') ? 'glibc' : tag.startsWith('musllinux') ? 'musl' : null,
    minimumSystem: version ? [Number(version[1] ?? version[3]), Number(version[2] ?? 0)] : null,
  };
}

/**
 * The machine that the platform part of an extension suffix names (`x86_64-linux-gnu`, `win_amd64`); null where it
 * names none (`darwin`) or one we do not know.
 */
export function suffixMachine(part: string, machinesOf: MachinesOfTag): Machine | null {
  // x32 is x86-64 code in 32-bit files; wheels have no tag for it.
  if (part.endsWith('-gnux32')) return null;
  // The stable ABI's suffixes have hyphens only: abi3-x86-64-linux-gnu (gh-122931).
  const architecture = /^(.+?)-linux/.exec(part)?.[1]?.replaceAll('-', '_');
  const tag = part.startsWith('win') ? part : architecture ? `linux_${architecture}` : null;
  return tag ? (machinesOf(tag)[0] ?? null) : null;
}

/** What the platform part of an extension suffix says of the system, in the order in which it is recognised. */
const SUFFIX_SYSTEMS: readonly [RegExp, Platform['system']][] = [
  [/^win(32|_)/, 'windows'],
  [/^mingw/, 'mingw'],
  [/cygwin|msys/, 'cygwin'],
  [/^darwin/, 'macos'],
  [/iphone(os|simulator)/, 'ios'],
  [/android/, 'android'],
  [/linux/, 'linux'],
];

/** The system that the platform part of an extension suffix names (`darwin`, `x86_64-linux-gnu`); null for another. */
export function suffixSystem(part: string): Platform['system'] | null {
  return SUFFIX_SYSTEMS.find(([pattern]) => pattern.test(part))?.[1] ?? null;
}
