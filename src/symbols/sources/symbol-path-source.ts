import {join} from 'node:path';
import type {GuardedCandidate, SymbolSource} from '../source.ts';
import {plainly} from '../source.ts';
import type {SymbolSubject} from '../subject.ts';
import type {SymbolPathElement} from '../symbol-path.ts';
import {symStoreCandidates} from './sym-store.ts';

/** All that `_NT_SYMBOL_PATH` names. */
export function symbolPath(elements: readonly SymbolPathElement[]): SymbolSource {
  return {
    name: 'symbol-path',
    isRemote: true,
    candidates: subject => elements.flatMap(element => inElement(element, subject)),
  };
}

function inElement(element: SymbolPathElement, subject: SymbolSubject): readonly GuardedCandidate[] {
  const {identity} = subject;
  if (identity?.kind !== 'pdb') {
    return element.kind === 'folder' ? [] : inChain(element.stores, subject);
  }
  if (element.kind === 'chain') return inChain(element.stores, subject);
  // dbghelp also looks below `symbols` and in a folder of the extension ("Symbol path for Windows debuggers").
  const extension = subject.name.slice(subject.name.lastIndexOf('.') + 1).toLowerCase();
  const folders = ['', extension, join('symbols', extension)];
  return folders.map(folder => plainly({kind: 'file', path: join(element.path, folder, identity.file)}));
}

function inChain(
  stores: Extract<SymbolPathElement, {kind: 'chain'}>['stores'],
  subject: SymbolSubject,
): readonly GuardedCandidate[] {
  return stores.flatMap((store, index) => {
    const keepIn = stores.slice(0, index).flatMap(before => (before.at === 'path' ? [before.path] : []));
    return symStoreCandidates(store, subject, keepIn);
  });
}
