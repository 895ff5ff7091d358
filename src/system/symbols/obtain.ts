import {statSync} from 'node:fs';
import type {Place} from '../../symbols/source.ts';
import type {AbsentUrls} from './absent-urls.ts';
import {type DownloadProgress, download} from './download.ts';
import type {HttpClient} from './http.ts';
import type {SymbolStore} from './symbol-store.ts';

/** A file that may be the right one. */
export type Obtained =
  | {
      readonly result: 'file';
      readonly path: string;
      /** Ours to move or remove; else it stays where it is. */
      readonly isTemporary: boolean;
      readonly fetchedBytes: number;
    }
  | {readonly result: 'absent'}
  | {readonly result: 'unreachable' | 'refused'; readonly why: string};

/** What is needed to get what a candidate names. */
export interface Obtainer {
  /** Null offline. */
  readonly client: HttpClient | null;
  readonly store: SymbolStore;
  readonly absent: AbsentUrls;
  readonly progress: DownloadProgress;
  /** Hosts at which nobody answered in this run, each with the reason: they are not asked again. */
  readonly downHosts: Map<string, string>;
}

const ABSENT: Obtained = {result: 'absent'};

/** Gets the bytes of a place; never throws for what a place or a server does. */
export async function obtain(
  place: Place,
  {client, store, absent, progress, downHosts}: Obtainer,
): Promise<Obtained> {
  if (place.at === 'path') return isFile(place.path) ? inPlace(place.path) : ABSENT;
  if (client === null || absent.has(place.url)) return ABSENT;
  const {host} = new URL(place.url);
  const down = downHosts.get(host);
  if (down !== undefined) return {result: 'unreachable', why: down};
  const outcome = await download(place.url, store.folder, {client, progress});
  switch (outcome.result) {
    case 'done':
      return {result: 'file', path: outcome.file, isTemporary: true, fetchedBytes: outcome.bytes};
    case 'absent':
      absent.add(place.url);
      return ABSENT;
    case 'unreachable':
      if (outcome.isHostDown) downHosts.set(host, outcome.why);
      return outcome;
    case 'refused':
      return outcome;
  }
}

function inPlace(path: string): Obtained {
  return {result: 'file', path, isTemporary: false, fetchedBytes: 0};
}

export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
