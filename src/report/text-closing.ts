import {counted, grouped} from './count-text.ts';
import {shown} from './printable.ts';
import type {CheckReport} from './report.ts';
import {summaryOf} from './summary.ts';
import type {TextLayout} from './text-artefact.ts';
import {hanging, wrap} from './wrap.ts';

/** The counts at the end of a text report, and what to type next. `rules` are those that it shows. */
export function closingLines(
  report: CheckReport,
  rules: readonly string[],
  hasBaseline: boolean,
  layout: TextLayout,
): string[] {
  const {style, width, quiet, more} = layout;
  const lines: string[] = [];
  const counts = countSentence(report, layout);
  if (counts !== null) {
    const example = [...rules].sort((a, b) => a.length - b.length)[0];
    const explain = quiet || more || example === undefined ? '' : `Explain one: pyxdbg rule ${example}`;
    // A command is not broken over two lines.
    const joined = `${counts} ${explain}`.trimEnd();
    lines.push(...(joined.length <= width ? [joined] : [...wrap(counts, width), explain].filter(Boolean)));
  }
  const unreadable = report.artefacts.filter(artefact => artefact.error !== undefined).length;
  if (unreadable > 0) {
    lines.push(`${grouped(unreadable)} of ${grouped(report.artefacts.length)} artefacts could not be read.`);
  }
  if (quiet) return lines;

  const asides = asideSentences(report, layout);
  if (asides.length > 0) lines.push(...wrap(asides.join(' '), width));
  lines.push(...vanishedLines(report, layout));
  const {errors, warnings} = summaryOf(report);
  if (!hasBaseline && errors + warnings > 1) {
    const command = 'pyxdbg check-abi --write-baseline abi.json ...';
    lines.push(...wrap(`Silence known ones: ${command}`, width).map(line => style('dim', line)));
  }
  return lines;
}

/** `3 errors and 1 warning in 2 of 6 binaries.`; null when there is nothing to count. */
function countSentence(report: CheckReport, {verbose}: TextLayout): string | null {
  const {binaries, errors, warnings, notes} = summaryOf(report);
  const parts: string[] = [];
  if (errors > 0) parts.push(counted(errors, 'error'));
  if (warnings > 0) parts.push(counted(warnings, 'warning'));
  if (verbose && notes > 0) parts.push(counted(notes, 'note'));
  if (parts.length === 0) return null;
  const concerned = report.artefacts
    .flatMap(artefact => artefact.binaries)
    .filter(({verdict}) => verdict !== 'ok' && (verbose || verdict !== 'note'));
  const list = parts.length < 3 ? parts.join(' and ') : `${parts[0]}, ${parts[1]} and ${parts[2]}`;
  return `${list} in ${grouped(concerned.length)} of ${grouped(binaries)} binaries.`;
}

/** What the report counts but does not show. */
function asideSentences(report: CheckReport, {verbose}: TextLayout): string[] {
  if (verbose) return [];
  const {notes, suppressed} = summaryOf(report);
  const hidden: string[] = [];
  if (notes > 0) hidden.push(counted(notes, 'note'));
  if (suppressed > 0) hidden.push(counted(suppressed, 'known finding'));
  const shows = notes + suppressed === 1 ? 'it' : 'them';
  return hidden.length === 0 ? [] : [`${hidden.join(' and ')} (-v shows ${shows}).`];
}

function vanishedLines({vanished}: CheckReport, {width, verbose}: TextLayout): string[] {
  if (vanished.length === 0) return [];
  const maxListed = 5;
  const listed = verbose || vanished.length <= maxListed + 1 ? vanished : vanished.slice(0, maxListed);
  const lines = wrap(
    `${counted(vanished.length, 'entry of the baseline was', 'entries of the baseline were')} not found again; write it anew to drop ${vanished.length === 1 ? 'it' : 'them'}:`,
    width,
  );
  for (const entry of listed) lines.push(...hanging('  ', 2, shown(entry), width));
  if (listed.length < vanished.length) lines.push(`  and ${grouped(vanished.length - listed.length)} more`);
  return lines;
}
