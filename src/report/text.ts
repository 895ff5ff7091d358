import type {Finding} from '../rules/finding.ts';
import {SEVERITIES} from '../rules/verdict.ts';
import {counted} from './count-text.ts';
import {largest} from './largest.ts';
import type {ArtefactReport, CheckReport} from './report.ts';
import {makeStyle} from './style.ts';
import {artefactLines, okLines, type TextLayout} from './text-artefact.ts';
import {closingLines} from './text-closing.ts';

/** How to write a report as text. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** Shows notes, known findings and every path. */
  readonly verbose?: boolean;
  /** Shows errors and the closing line only, and nothing at all when there is neither an error nor a warning. */
  readonly quiet?: boolean;
  /** A baseline is in use: how to make one need not be said. */
  readonly baseline?: boolean;
}

/** Lines longer than this are hard to read, however wide the terminal is. */
const MAX_WIDTH = 100;
const MIN_WIDTH = 40;

/** Columns left free at the right: some terminals break a line that fills the last one. */
const RIGHT_MARGIN = 5;

/** Artefacts without findings are listed one by one up to this many, and counted above. */
const MAX_OK_LINES = 10;

/** The report for people: worst first, grouped by artefact; ends with a line break unless it is empty. */
export function renderText(report: CheckReport, options: TextOptions): string {
  const {color, width, verbose = false, quiet = false, baseline = false} = options;
  const isShown = shownFindings(verbose, quiet);
  const artefacts = [...report.artefacts].sort((a, b) => badness(b) - badness(a));
  const isBad = (artefact: ArtefactReport): boolean =>
    artefact.error !== undefined || findingsOf(artefact).some(isShown);
  const bad = artefacts.filter(isBad);
  const ok = artefacts.filter(artefact => !isBad(artefact));
  const rules = new Set(bad.flatMap(artefact => findingsOf(artefact).filter(isShown)).map(each => each.rule));

  const layout: TextLayout = {
    style: makeStyle(color),
    width: Math.min(Math.max(Math.floor(width) || 0, MIN_WIDTH), MAX_WIDTH) - RIGHT_MARGIN,
    verbose,
    quiet,
    isShown,
    more: verbose || rules.size === 1,
  };
  const blocks = bad.map(artefact => artefactLines(artefact, layout));
  const ending = closingLines(report, [...rules], baseline, layout);
  const right = quiet ? [] : okBlock(ok, report.artefacts.length > 1, layout);
  // Where all is well, what is left to say follows at once.
  if (bad.length === 0) blocks.push([...right, ...ending]);
  else blocks.push(right, ending);

  const text = blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

function okBlock(ok: readonly ArtefactReport[], named: boolean, layout: TextLayout): string[] {
  if (layout.verbose || ok.length <= MAX_OK_LINES) {
    return ok.flatMap(artefact => okLines(artefact, named, layout));
  }
  const binaries = ok.reduce((sum, artefact) => sum + artefact.binaries.length, 0);
  const label = layout.style(['bold', 'green'], 'ok');
  return [`${label}  ${counted(ok.length, 'artefact')}, ${counted(binaries, 'binary', 'binaries')}`];
}

function shownFindings(verbose: boolean, quiet: boolean): (finding: Finding) => boolean {
  if (quiet) return finding => finding.suppressed === undefined && finding.severity === 'error';
  if (verbose) return () => true;
  return finding => finding.suppressed === undefined && finding.severity !== 'note';
}

function findingsOf({binaries}: ArtefactReport): Finding[] {
  return binaries.flatMap(binary => binary.findings);
}

/** Where an artefact stands: one that could not be read before all others, then by its worst finding. */
function badness(artefact: ArtefactReport): number {
  if (artefact.error !== undefined) return SEVERITIES.length;
  const verdicts = artefact.binaries.map(({verdict}) =>
    verdict === 'ok' ? -1 : SEVERITIES.indexOf(verdict),
  );
  return largest(verdicts);
}
