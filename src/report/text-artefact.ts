import {basename} from 'node:path';
import type {Finding} from '../rules/finding.ts';
import {counted, grouped} from './count-text.ts';
import {foldFindings, type Section} from './fold.ts';
import {largest} from './largest.ts';
import {shown} from './printable.ts';
import type {ArtefactReport, BinaryReport} from './report.ts';
import type {Style} from './style.ts';
import {describeCrt, describeTarget, describeTargetAndOrigin} from './target-text.ts';
import {findingLabel, findingLines} from './text-finding.ts';
import {hanging} from './wrap.ts';

/** What the text report needs to know to lay out an artefact. */
export interface TextLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  /** Show every path and note. */
  readonly verbose: boolean;
  /** Show nothing but what is wrong. */
  readonly quiet: boolean;
  readonly isShown: (finding: Finding) => boolean;
  /** Whether each finding names the command that explains it. */
  readonly more: boolean;
}

/** The paths shown of binaries that share a section; one more is shown rather than counted. */
const MAX_PATHS = 2;

/** An artefact that has something to show: header, target, one section after the other, and what is right. */
export function artefactLines(artefact: ArtefactReport, layout: TextLayout): string[] {
  const {style, width} = layout;
  const lines: string[] = [];
  if (artefact.error !== undefined) {
    const label = `${style(['bold', 'red'], 'error')}  `;
    lines.push(...hanging(label, 7, errorSentence(artefact), width));
    if (artefact.binaries.length === 0) return lines;
  }
  lines.push(style('bold', shown(artefact.path)));
  const target = commonTarget(artefact.binaries, artefact.kind);
  if (target !== null) lines.push(...hanging('  ', 2, shown(target), width));
  lines.push(...noteLines(artefact, layout, 2));

  const sections = foldFindings(artefact.binaries, layout.isShown);
  const labels = sections.flatMap(({findings}) => findings.map(({finding}) => findingLabel(finding).length));
  const labelWidth = largest(labels);
  for (const section of sections) {
    lines.push('');
    for (const line of sectionLines(artefact, section, target === null, labelWidth, layout)) lines.push(line);
  }
  const rest = layout.quiet || sections.length === 0 ? [] : restLines(artefact.binaries, layout);
  if (rest.length > 0) lines.push('', ...rest);
  return lines;
}

/** The line of an artefact that has nothing to show: `ok  1 binary, CPython 3.13 win_amd64, MSVCR90.DLL`. */
export function okLines(artefact: ArtefactReport, named: boolean, layout: TextLayout): string[] {
  const {style, width} = layout;
  const label = `${style(['bold', 'green'], 'ok')}  `;
  const details = okDetails(artefact);
  const name = shown(artefact.path);
  const notes = noteLines(artefact, layout, 4);
  if (!named) return [...hanging(label, 4, details, width), ...notes];
  if (4 + name.length + 2 + details.length <= width) return [`${label}${name}  ${details}`, ...notes];
  return [`${label}${name}`, ...hanging(' '.repeat(4), 4, details, width), ...notes];
}

function okDetails({binaries}: ArtefactReport): string {
  if (binaries.length === 0) return 'no binaries in it';
  const targets = new Set(
    binaries.map(binary => describeTarget(binary.target)).filter(each => each !== null),
  );
  const hasModule = binaries.some(binary => binary.role === 'module');
  const [target] = targets;
  const targetText =
    target === undefined
      ? hasModule && 'for an unknown Python (--python 3.12 says which)'
      : targets.size === 1
        ? target
        : `${grouped(targets.size)} targets`;
  const parts = [counted(binaries.length, 'binary', 'binaries'), targetText, describeCrt(binaries)];
  return shown(parts.filter(Boolean).join(', '));
}

function sectionLines(
  artefact: ArtefactReport,
  section: Section,
  withTarget: boolean,
  labelWidth: number,
  layout: TextLayout,
): string[] {
  const {style, width, verbose, more} = layout;
  const isWhole =
    section.binaries.length === 1 && isArtefactItself(artefact, section.binaries[0]?.path ?? '');
  const indent = isWhole ? 2 : 4;
  const lines: string[] = [];
  if (!isWhole) {
    const paths = section.binaries.map(binary => style('bold', shown(binary.path)));
    const listed = verbose || paths.length <= MAX_PATHS + 1 ? paths : paths.slice(0, MAX_PATHS);
    for (const path of listed) lines.push(`  ${path}`);
    if (listed.length < paths.length) lines.push(`  and ${grouped(paths.length - listed.length)} more`);
  }
  const target = withTarget ? commonTarget(section.binaries, artefact.kind) : null;
  if (target !== null) lines.push(...hanging(' '.repeat(indent), indent, shown(target), width));
  for (const finding of section.findings) {
    lines.push(...findingLines(finding, section, {style, width, indent, labelWidth, more}));
  }
  return lines;
}

function noteLines(
  {notes = []}: ArtefactReport,
  {style, width, quiet}: TextLayout,
  indent: number,
): string[] {
  if (quiet) return [];
  const label = `${' '.repeat(indent)}${style('cyan', 'note')}  `;
  return notes.flatMap(note => hanging(label, indent + 6, shown(note), width));
}

/**
 * What is said of the binaries in which nothing was found; null when there are none. Of a module for an unknown Python
 * that says little, so they are counted. Those with known findings are left to the closing lines.
 */
function restLines(binaries: readonly BinaryReport[], {isShown, width}: TextLayout): string[] {
  const rest = binaries.filter(
    ({findings}) => !findings.some(finding => isShown(finding) || finding.suppressed !== undefined),
  );
  if (rest.length === 0) return [];
  const unknown = rest.filter(({role, target}) => role === 'module' && target.from === null);
  const sentence = `Nothing wrong found in ${counted(rest.length, 'more binary', 'more binaries')}.`;
  const remark = `${grouped(unknown.length)} of them: for an unknown Python (--python 3.12 says which).`;
  return hanging('  ', 2, unknown.length === 0 ? sentence : `${sentence} ${remark}`, width);
}

/** The one target that all of these are held against; null where there is none or more than one. */
function commonTarget(binaries: readonly BinaryReport[], kind: string): string | null {
  const targets = new Set(binaries.map(binary => describeTargetAndOrigin(binary.target, kind)));
  targets.delete(null);
  const [first = null] = targets;
  return targets.size === 1 ? first : null;
}

/** Whether the only binary is what the user named: then its path need not be said twice. */
function isArtefactItself({path}: ArtefactReport, member: string): boolean {
  return member === '' || member === '.' || member === path || member === basename(path);
}

/** `foo.whl: is not a zip archive`, whether the error names the path itself or not. */
function errorSentence({path, error = ''}: ArtefactReport): string {
  return shown(error.startsWith(path) ? error : `${path}: ${error}`);
}
