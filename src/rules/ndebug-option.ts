import type {Ndebug} from '../report/report.ts';
import type {DebugCompilation, DebugUnit} from './debug-info.ts';

/**
 * Whether assert() is left out of the C and C++ of a binary, by the command lines in its PDB. Null where none has one:
 * GCC's DWARF has no -D, and clang's none of its options.
 */
export function ndebugOfUnits(
  format: DebugCompilation['format'] | null,
  units: readonly DebugUnit[],
): Ndebug {
  if (format !== 'codeview') return null;
  const states = units.flatMap(({options, language}) =>
    options === null || (language !== 'c' && language !== 'c++')
      ? []
      : [isDefined(options) ? ('defined' as const) : ('not-defined' as const)],
  );
  return oneNdebug(states);
}

/** What holds of all of them; what is unknown of some says nothing of the others. */
export function oneNdebug(states: readonly Ndebug[]): Ndebug {
  const known = new Set(states.filter(state => state !== null));
  const [only = null] = known;
  return known.size > 1 ? 'mixed' : only;
}

/** The last of /D and /U counts; the name may be a word of its own, as clang records it (`"-D" "NDEBUG"`). */
function isDefined(options: readonly string[]): boolean {
  const letters = options.flatMap((option, index) => {
    const [, letter = '', joined = ''] = /^[-/]([DU])(.*)$/.exec(option) ?? [];
    const name = joined || (options[index + 1] ?? '');
    return letter !== '' && /^NDEBUG(?:=|$)/.test(name) ? [letter] : [];
  });
  return letters.at(-1) === 'D';
}
