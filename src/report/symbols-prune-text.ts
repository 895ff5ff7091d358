import type {PrunePlan} from '../symbols/publish/prune-plan.ts';
import {counted} from './count-text.ts';
import {printable, printableJson} from './printable.ts';
import {sizeText} from './size-text.ts';

/** What went from a store, or would. */
export interface PruneTold extends PrunePlan {
  /** Absolute. */
  readonly store: string;
  readonly isDryRun: boolean;
  readonly failed: readonly {readonly path: string; readonly problem: string}[];
}

/** What was removed, each by its first name, and what is left. Ends with a line break. `shownPath`: as a user writes it. */
export function renderPrune(
  {store, isDryRun, removed, kept, unfinished, failed}: PruneTold,
  shownPath: (path: string) => string,
): string {
  const verb = isDryRun ? 'would go' : 'removed';
  const left = kept.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
  const gone = removed.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
  const [oldest] = kept;
  const lines = [
    ...removed.map(
      ({files, sizeBytes, usedMs}) =>
        `${verb}  ${printable(files[0]?.path ?? '')}, ${sizeText(sizeBytes)}, last used ${dateText(usedMs)}`,
    ),
    ...unfinished.map(
      ({path, sizeBytes}) => `${verb}  ${printable(path)}, ${sizeText(sizeBytes)}, out of date`,
    ),
    ...failed.map(({path, problem}) => `stays    ${printable(path)}: ${problem}`),
    `${printable(shownPath(store))}: ${counted(kept.length, 'debug file')} (${sizeText(left)}${oldest ? `, the oldest last used ${dateText(oldest.usedMs)}` : ''})${removed.length > 0 ? `; ${removed.length} (${sizeText(gone)}) ${verb}` : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}

const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The JSON of `symbols prune --json`. */
export function pruneJson({store, isDryRun, removed, kept, unfinished, failed}: PruneTold): string {
  const groups = (all: PruneTold['removed']) =>
    all.map(({files, sizeBytes, usedMs}) => ({
      paths: files.map(({path}) => path),
      sizeBytes,
      lastUsed: new Date(usedMs).toISOString(),
    }));
  return `${printableJson({
    schemaVersion: 1,
    dryRun: isDryRun,
    store,
    removed: groups(removed),
    kept: groups(kept),
    unfinished: unfinished.map(({path}) => path),
    failed,
  })}\n`;
}
