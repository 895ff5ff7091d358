import type {Place} from './source.ts';

/** One element of `_NT_SYMBOL_PATH`: a chain of SymStore folders or servers, or a folder of loose files. */
export type SymbolPathElement =
  | {
      readonly kind: 'chain';
      /** Nearest first. What is found in one is kept in all before it. */
      readonly stores: readonly Place[];
    }
  | {readonly kind: 'folder'; readonly path: string};

/** What a symbol path says. */
export interface SymbolPath {
  readonly elements: readonly SymbolPathElement[];
  /** Elements that were left out, each with a clause why. */
  readonly problems: readonly string[];
}

/**
 * Reads `_NT_SYMBOL_PATH` (learn.microsoft.com, "Symbol path for Windows debuggers", "Advanced SymSrv use"):
 * elements apart by `;`, each of them
 * - `srv*STORE*STORE...`: a chain. An empty STORE is the default cache (`downstream`);
 * - `symsrv*DLL*STORE*STORE...`: the same, the DLL being symsrv.dll;
 * - `cache*FOLDER`: kept in this folder is what any later element finds; without a folder in the default cache;
 * - a folder.
 * `cache*` and a URL without `srv*` before it are as WinDbg takes them: the first alone finds nothing but what it
 * holds, the second is a chain of one.
 */
export function parseSymbolPath(text: string, defaultCache: string): SymbolPath {
  const elements: SymbolPathElement[] = [];
  const problems: string[] = [];
  const caches: Place[] = [];
  for (const element of text.split(';').map(part => part.trim())) {
    if (element === '') continue;
    const [word = '', ...rest] = element.split('*').map(part => part.trim());
    const kind = word.toLowerCase();
    if (kind === 'cache') {
      const cache: Place = {at: 'path', path: rest[0] || defaultCache};
      caches.push(cache);
      elements.push({kind: 'chain', stores: [cache]});
    } else if (kind === 'srv' || kind === 'symsrv') {
      const names = kind === 'symsrv' ? rest.slice(1) : rest;
      const stores = names.map(name => storePlace(name || defaultCache));
      const refused = stores.find(place => place === null);
      if (stores.length === 0) problems.push(`${element}: names no store`);
      else if (refused === null)
        problems.push(`${element}: has a store that is neither a folder nor http(s)`);
      else elements.push({kind: 'chain', stores: [...caches, ...stores.filter(place => place !== null)]});
    } else if (/^https?:/i.test(word)) {
      const place = storePlace(word);
      if (place) elements.push({kind: 'chain', stores: [...caches, place]});
    } else if (rest.length > 0) {
      problems.push(`${element}: is of a kind that is not known here`);
    } else {
      const place = storePlace(word);
      if (place?.at === 'path') elements.push({kind: 'folder', path: place.path});
      else problems.push(`${element}: is neither a folder nor http(s)`);
    }
  }
  return {elements, problems};
}

/** A folder (of a `file:` URL, too) or an http(s) URL; null for other schemes. */
export function storePlace(text: string): Place | null {
  if (/^https?:\/\//i.test(text)) return {at: 'url', url: text.replace(/\/+$/, '')};
  if (/^file:\/\//i.test(text)) {
    const path = pathOfFileUrl(text);
    return path === null ? null : {at: 'path', path};
  }
  // A drive is one letter; a longer word before `:` and two slashes is a scheme.
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text) ? null : {at: 'path', path: text};
}

/** Of this machine only: a `file:` URL that names a host leads elsewhere. */
function pathOfFileUrl(text: string): string | null {
  try {
    const url = new URL(text);
    const path = decodeURIComponent(url.pathname);
    return url.host !== '' || path.includes('\0') ? null : path.replace(/^\/([a-z]:)/i, '$1');
  } catch {
    return null;
  }
}

/** A place below another. `key` is relative, with `/`. */
export function below(place: Place, key: string): Place {
  return place.at === 'url'
    ? {at: 'url', url: `${place.url}/${key.split('/').map(encodeURIComponent).join('/')}`}
    : {at: 'path', path: `${place.path.replace(/[/\\]+$/, '')}/${key}`};
}
