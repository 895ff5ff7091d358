import type {PlaceState, PublishedItem, PublishReport} from '../symbols/publish/publish-report.ts';
import {counted} from './count-text.ts';
import {printable, printableJson} from './printable.ts';
import {sizeText} from './size-text.ts';
import type {Style} from './style.ts';
import {hanging} from './wrap.ts';

/** What the text depends on beside the report. */
export interface PublishLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  readonly isDryRun: boolean;
  /** Turns an absolute path into one that the user would write. */
  readonly shownPath: (path: string) => string;
}

const COLUMN = 12;

/** What was added, file by file with its places; sources are counted. Ends with a line break. */
export function renderPublish(report: PublishReport, layout: PublishLayout): string {
  const {style, width, isDryRun, shownPath} = layout;
  const {store, items, skipped, missingSources} = report;
  const hanged = (label: string, text: string): string[] =>
    hanging(label.padEnd(COLUMN), COLUMN, printable(text), width);
  const files = items.filter(({kind}) => kind !== 'source');
  const lines = files.flatMap(({input, foundBy, places}) => [
    style('bold', printable(input)),
    ...hanged('', foundBy),
    ...places.map(({path, state}) => `  ${state}`.padEnd(COLUMN) + printable(path)),
  ]);
  const missing = missingSources ?? [];
  return `${[
    ...lines,
    ...skipped.flatMap(({input, why}) => hanged('  skipped', `${input}: ${why}`)),
    ...(missing.length > 0
      ? hanged('  missing', `${counted(missing.length, 'source')}, such as ${missing[0] ?? ''}`)
      : []),
    ...hanging('', 0, closing(items, `${shownPath(store)}${isDryRun ? ' (dry run)' : ''}`), width),
  ].join('\n')}\n`;
}

function closing(items: readonly PublishedItem[], store: string): string {
  const withState = (state: PlaceState) =>
    items.filter(({places}) => places.some(one => one.state === state));
  const [added, replaced] = [withState('added'), withState('replaced')];
  const bytes = [...new Set([...added, ...replaced])].reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
  const there = items.length - new Set([...added, ...replaced]).size;
  const parts = [
    `${counted(added.length, 'file')} added`,
    ...(replaced.length > 0 ? [`${replaced.length} replaced`] : []),
    ...(there > 0 ? [`${there} there already`] : []),
  ];
  return printable(`${store}: ${parts.join(', ')}${bytes > 0 ? `, ${sizeText(bytes)}` : ''}`);
}

/** The JSON of `symbols publish --json`. */
export function publishJson(report: PublishReport, isDryRun: boolean): string {
  const {store, isTwoTier, items, skipped, missingSources} = report;
  const document = {
    schemaVersion: 1,
    dryRun: isDryRun,
    store,
    twoTier: isTwoTier,
    files: items,
    skipped,
    missingSources,
  };
  return `${printableJson(document)}\n`;
}
