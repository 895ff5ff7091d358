/**
 * `Modules/Setup.local`, by which the new interpreter has the modules built in that the original has built in: what the
 * source's `Modules/Setup` offers in comments (`#zlib zlibmodule.c -lz`; the format is described at its head). Distributions
 * do the same (debian/rules, `__post_configure`), and patch modules that then only compile that way. Null where there is
 * nothing to build in; `canBuild` tells whether a module's library is there, for a built-in module that fails ends the
 * whole build.
 */
export function setupLocal(
  setup: string,
  builtinModules: readonly string[],
  canBuild: (module: string) => boolean,
): string | null {
  const wanted = new Set(builtinModules.filter(canBuild));
  const lines = setup
    .replaceAll(/\\\n#?\s*/g, ' ')
    .split('\n')
    .flatMap(line => {
      const [, text = '', name = ''] = /^#\s?((\w+)\s+\S+\.c(?:\s.*)?)$/.exec(line.trim()) ?? [];
      return wanted.delete(name) ? [text] : [];
    });
  return lines.length === 0 ? null : `*static*\n${lines.join('\n')}\n`;
}
