import {identityText} from '../symbols/identity.ts';
import type {SplitBinary, SplitReport} from '../symbols/publish/split-report.ts';
import {counted} from './count-text.ts';
import {printable} from './printable.ts';
import {sizeText} from './size-text.ts';
import type {Style} from './style.ts';
import {hanging} from './wrap.ts';

/** What the text depends on beside the reports. */
export interface SplitLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  readonly isDryRun: boolean;
  /** Turns an absolute path into one that the user would write. */
  readonly shownPath: (path: string) => string;
}

const COLUMN = 12;

/** Wheel by wheel and binary by binary what was taken apart, and where it is. Ends with a line break. */
export function renderSplit(reports: readonly SplitReport[], layout: SplitLayout): string {
  return `${reports.flatMap(report => artefactLines(report, layout)).join('\n')}\n`;
}

function artefactLines(report: SplitReport, layout: SplitLayout): string[] {
  const {style, width, isDryRun, shownPath} = layout;
  const {artefact, output, debugFolder, binaries, notes, sizeBeforeBytes, sizeAfterBytes} = report;
  const hanged = (label: string, text: string): string[] =>
    hanging(label.padEnd(COLUMN), COLUMN, printable(text), width);
  const files = binaries.flatMap(binary => binary.debugFiles);
  const bytes = files.reduce((sum, {sizeBytes}) => sum + sizeBytes, 0);
  const verb = isDryRun ? 'would be' : 'is';
  const closing =
    files.length === 0
      ? `nothing was to be taken out of it${output === artefact ? '' : `; ${isDryRun ? 'would be copied' : 'copied'} to ${shownPath(output)}`}`
      : `${shownPath(output)} ${verb} ${sizeText(sizeAfterBytes)} instead of ${sizeText(sizeBeforeBytes)}; ${counted(files.length, 'debug file')} (${sizeText(bytes)}) in ${shownPath(debugFolder)}`;
  return [
    style('bold', printable(shownPath(artefact))),
    ...binaries.flatMap(binary => binaryLines(binary, hanged, style)),
    ...notes.flatMap(note => hanged('  note', note)),
    ...hanging('  ', 2, printable(closing), width),
  ];
}

const WORDS: Readonly<Record<SplitBinary['action'], string>> = {
  split: 'apart',
  kept: 'kept',
  impossible: 'not apart',
};
const COLOURS = {split: 'green', kept: 'dim', impossible: 'red'} as const;

function binaryLines(
  {path, action, why, identity, tool, debugFiles, notes}: SplitBinary,
  hanged: (label: string, text: string) => string[],
  style: Style,
): string[] {
  const label = `  ${style(COLOURS[action], WORDS[action])}${' '.repeat(COLUMN - 2 - WORDS[action].length)}`;
  const how = tool === null ? '' : ` (${tool})`;
  const found = identity === null ? '' : `${identityText(identity)}${how}`;
  return [
    label + printable(path),
    ...(why === null ? [] : hanged('', why)),
    // Paths stay whole, so that they can be copied.
    ...debugFiles.map(file => ' '.repeat(COLUMN) + printable(`-> ${file.path}, ${sizeText(file.sizeBytes)}`)),
    ...(found === '' ? [] : hanged('', found)),
    ...notes.flatMap(note => hanged('', note)),
  ];
}
