import type {Difference} from './compare.ts';

/** A kind of difference in which the reference, not pyxdbg, is wrong or means something else, with the evidence. */
export interface KnownDifference {
  readonly reason: string;
  covers(difference: Difference): boolean;
}

/** Every difference from the reference that is understood; any other one fails the corpus run. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: 'object files (.o) are input of a linker: no loader takes them, and pyxdbg leaves them out',
    covers: ({field, path, ours}) => field.endsWith(' read at all') && path.endsWith('.o') && ours === false,
  },
  {
    reason:
      'position-independent programs: e_type is ET_DYN like that of a library, DF_1_PIE (readelf -d) says that they are none',
    covers: ({field, path, ours, theirs}) =>
      field === 'ELF type' && ours === 'executable' && theirs === 'shared' && !/\.so(\.|$)/.test(path),
  },
  {
    reason:
      'LIEF counts the local _edata, _end and __bss_start behind sh_info (readelf --dyn-syms warns of them): local names are not exported',
    covers: ({container, field, ours, theirs}) =>
      container.startsWith('cefpython3-') &&
      field === 'ELF number of exports' &&
      typeof ours === 'number' &&
      theirs === ours + 3,
  },
  {
    reason:
      "the reference lists names that start with `init_` only; Python 2 calls `init` with the module's name behind it, and these functions of a library look like that",
    covers: ({container, path, field, ours, theirs}) =>
      container.startsWith('galpy-') &&
      path.startsWith('libgalpy.') &&
      field === 'ELF init hooks' &&
      Array.isArray(ours) &&
      Array.isArray(theirs) &&
      theirs.every(name => ours.includes(name)),
  },
  {
    reason: 'LC_VERSION_MIN_MACOSX tells the platform too; the reference knows LC_BUILD_VERSION only',
    covers: ({field, ours, theirs}) =>
      field === 'MachO platform' &&
      JSON.stringify(ours) === '["macos"]' &&
      JSON.stringify(theirs) === '[null]',
  },
];
