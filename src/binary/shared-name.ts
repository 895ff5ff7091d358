/** Cleared when it is this long: names of one run of a large environment are fewer. */
const MAX_NAMES = 200_000;

const names = new Map<string, string>();

/**
 * The same text, but one string for all binaries: hundreds of modules import the same names, and a run over a whole
 * environment keeps all of their facts.
 */
export function sharedName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMES) names.clear();
  names.set(name, name);
  return name;
}
