import type {SourceName} from '../../symbols/source.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {SymbolOutcome} from '../../symbols/verdict.ts';
import {defaultStoreFolder} from '../symbol-store-folder.ts';
import {lookUpSymbols} from './look-up-symbols.ts';

/** Sources that are folders of this machine: the index of packages takes a second to read, and gives no file. */
export const FOLDERS: readonly SourceName[] = ['beside', 'base-prefix', 'store', 'system', 'symbol-path'];

/** The debug information of binaries as far as it is on this machine: asks no server, and writes nothing. */
export async function lookAtHand(
  subjects: readonly SymbolSubject[],
  only: readonly SourceName[],
): Promise<readonly SymbolOutcome[]> {
  const {outcomes} = await lookUpSymbols(subjects, {
    mode: 'look',
    choices: {
      store: defaultStoreFolder(process.env, process.platform),
      only,
      without: [],
      mirrors: [],
      symbolPath: undefined,
    },
    offline: true,
    install: false,
    refresh: false,
    isQuiet: true,
  });
  return outcomes;
}

/** The debug file of one binary that is on this machine and matches; null without one. */
export async function debugFileAtHand(subject: SymbolSubject): Promise<string | null> {
  const [outcome] = await lookAtHand([subject], FOLDERS);
  return outcome?.verdict === 'matching' ? outcome.file : null;
}
