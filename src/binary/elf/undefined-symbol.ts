import type {ElfUndefinedSymbol} from '../facts.ts';
import {RecentValues} from '../recent-values.ts';
import type {NeededVersion} from './version-needs.ts';

/** Most binaries ask for the same names of the same libraries: those are one object each. */
const recent = new RecentValues<ElfUndefinedSymbol>();

/** The facts of an undefined symbol. */
export function undefinedSymbol(
  name: string,
  weak: boolean,
  version: NeededVersion | null,
): ElfUndefinedSymbol {
  const library = version?.library ?? null;
  const known = recent.get(library, name);
  if (known?.weak === weak && known.version?.name === version?.name) return known;
  return recent.keep(library, name, {name, weak, version});
}
