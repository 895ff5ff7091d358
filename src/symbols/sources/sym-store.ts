import {debugKeys} from '../keys.ts';
import type {GuardedCandidate, Place} from '../source.ts';
import type {SymbolSubject} from '../subject.ts';
import {below} from '../symbol-path.ts';

/**
 * What a SymStore folder or server may have (learn.microsoft.com, "Symbol stores and symbol servers"): the file, the
 * same as a cabinet with `_` for the last letter, or `file.ptr`; with `index2.txt` in the root all of it below a folder
 * of the first two letters. `keepIn`: folders that keep what is found.
 */
export function symStoreCandidates(
  store: Place,
  subject: SymbolSubject,
  keepIn: readonly string[],
): readonly GuardedCandidate[] {
  const keys = subject.identity === null ? [] : debugKeys(subject.identity);
  const inTier = (tier: boolean): readonly GuardedCandidate[] =>
    keys.flatMap(key => {
      const path = tier ? `${key.slice(0, 2)}/${key}` : key;
      const guard = {onlyIf: tier ? below(store, 'index2.txt') : null, keepIn};
      const packed = `${path.slice(0, -1)}_`;
      const pointer = `${path.slice(0, path.lastIndexOf('/'))}/file.ptr`;
      return [
        {...guard, candidate: {kind: 'plain', place: below(store, path)}},
        {...guard, candidate: {kind: 'packed', place: below(store, packed), packing: 'cab'}},
        // A server's pointer could name any file of this machine: only folders are believed.
        ...(store.at === 'path'
          ? [{...guard, candidate: {kind: 'pointer', place: below(store, pointer)}} as const]
          : []),
      ];
    });
  return [...inTier(false), ...inTier(true)];
}
