import {type Place, plainly, type SymbolSource} from '../source.ts';
import {below, storePlace} from '../symbol-path.ts';

/**
 * Servers of `DEBUGINFOD_URLS` (debuginfod(8), "WEBAPI"), and trees of the same shape in `file:` URLs. Only GET is
 * asked: debuginfod 0.188 answers HEAD with 400, ignores Range, and has 503 for an id that is malformed.
 */
export function debuginfod(urls: readonly string[]): SymbolSource {
  const servers = urls.map(url => storePlace(url)).filter((place): place is Place => place !== null);
  return {
    name: 'debuginfod',
    isRemote: true,
    candidates: ({identity}) =>
      identity?.kind === 'build-id'
        ? servers.map(server =>
            plainly({kind: 'plain', place: below(server, `buildid/${identity.id}/debuginfo`)}),
          )
        : [],
  };
}

/** The servers that a variable or file names, apart by blanks; elfutils' own `ima:` policy words are none. */
export function debuginfodUrls(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '' && !word.startsWith('ima:'));
}
