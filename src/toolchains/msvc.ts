import {compareDotted} from './dotted-version.ts';
import {readAs, type TableReader} from './table-reader.ts';

/** What a debuggable build asks of a compiler of Windows, which no wrapper stands in for: toolchains/msvc.yaml and its like. */
export interface WindowsToolchain {
  readonly name: 'msvc' | 'clang-cl' | 'mingw-w64';
  /** How its command line is written: as Microsoft's, or as GCC's. */
  readonly family: 'msvc' | 'mingw';
  /** Base names under which it is called, without `.exe`. */
  readonly programs: readonly string[];
  /** Oldest first. */
  readonly generations: readonly WindowsGeneration[];
  /** By the value of `--optimize`; null where the compiler has nothing of that kind. */
  readonly optimize: Readonly<Record<'0' | 'g', readonly string[] | null>>;
  /** Appended for `--assertions`. */
  readonly assertions: readonly string[];
  /** The option that a path follows, for the PDB of types that compilers share; null where they stay in the objects. */
  readonly typePdb: string | null;
  /** Expressions for whole arguments that ask for another ABI or C runtime. */
  readonly forbidden: readonly string[];
}

/** Toolsets that take the same options in the same way. */
export interface WindowsGeneration {
  /** As people call it. */
  readonly product: string;
  /** Inclusive; null: no end. */
  readonly version: {readonly from: string; readonly to: string | null};
  /** The CPythons whose distutils takes it by itself, inclusive; null where none does. */
  readonly pythons: {readonly from: string; readonly to: string | null} | null;
  readonly compile: readonly string[];
  readonly link: readonly string[];
  /** Variables whose value the tools append to every call; null where they document none. */
  readonly variables: {
    readonly compile: readonly string[];
    readonly link: readonly string[];
    /** Characters in one value. */
    readonly limit: number | null;
  } | null;
}

/** The toolchain of that name. */
export function windowsToolchain(read: TableReader, name: WindowsToolchain['name']): WindowsToolchain {
  return readAs<WindowsToolchain>(read, `${name}.json`);
}

/** The generation that a version of the toolset belongs to, e.g. `14.44.35207`; null for one that is in no table. */
export function generationOf(
  version: string,
  {generations}: Pick<WindowsToolchain, 'generations'>,
): WindowsGeneration | null {
  const short = version.split('.').slice(0, 2).join('.');
  return generations.find(one => isWithin(short, one.version)) ?? null;
}

/** The generation that the distutils of a CPython takes, e.g. for `3.4`; null where no table tells. */
export function generationForPython(
  version: string,
  {generations}: Pick<WindowsToolchain, 'generations'>,
): WindowsGeneration | null {
  return generations.find(({pythons}) => pythons !== null && isWithin(version, pythons)) ?? null;
}

function isWithin(version: string, {from, to}: {readonly from: string; readonly to: string | null}): boolean {
  const above = compareDotted(version, from);
  const below = to === null ? -1 : compareDotted(version, to);
  return above !== null && above >= 0 && below !== null && below <= 0;
}
