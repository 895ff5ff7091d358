import type {Finding} from '../rules/finding.ts';
import type {FoldedFinding, Section} from './fold.ts';
import {shown} from './printable.ts';
import type {Style} from './style.ts';
import {hanging} from './wrap.ts';

/** How the findings of one artefact are laid out. */
export interface FindingLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  /** Columns before a finding. */
  readonly indent: number;
  /** Width of the widest label, so that all messages of an artefact start in one column. */
  readonly labelWidth: number;
  /** Whether to name the command that explains the rule. */
  readonly more: boolean;
}

const COLORS = {error: 'red', warning: 'yellow', note: 'cyan'} as const;

/** The shortest message column that is worth having; below it messages start on a line of their own. */
const MIN_MESSAGE_WIDTH = 24;

/** Width of the labels that every finding has (`imports`, `breaks`, `fix`, `more`). */
const ROW_LABEL_WIDTH = 'imports'.length;

/** `error[crt-mismatch]`; `known[crt-mismatch]` for a suppressed finding. */
export function findingLabel({rule, severity, suppressed}: Finding): string {
  return `${suppressed === undefined ? severity : 'known'}[${rule}]`;
}

/** The lines of one finding: label and message, then its evidence, what breaks, the cure and where to read more. */
export function findingLines(
  {finding, sameEvidence}: FoldedFinding,
  section: Section,
  layout: FindingLayout,
): string[] {
  const heading = headingLines(finding, layout);
  if (finding.suppressed !== undefined) return heading;
  const origin = sameEvidence ? '' : ` (in ${shown(section.binaries[0]?.path ?? '')})`;
  const rows = [
    ...finding.evidence.map(({label, text}) => ({label, text: `${text}${origin}`})),
    {label: 'breaks', text: finding.breaks},
    {label: 'fix', text: finding.fix},
    {label: 'more', text: layout.more ? `pyxdbg rule ${finding.rule}` : ''},
  ].filter(({text}) => text !== '');
  const column = Math.max(ROW_LABEL_WIDTH, ...rows.map(({label}) => label.length)) + 2;
  const indent = ' '.repeat(layout.indent + 2);
  return [
    ...heading,
    ...rows.flatMap(({label, text}) =>
      hanging(
        `${indent}${layout.style('dim', label)}${' '.repeat(column - label.length)}`,
        indent.length + column,
        shown(text),
        layout.width,
      ),
    ),
  ];
}

function headingLines(finding: Finding, {style, width, indent, labelWidth}: FindingLayout): string[] {
  const label = findingLabel(finding);
  const styled = style(finding.suppressed === undefined ? ['bold', COLORS[finding.severity]] : 'dim', label);
  const column = indent + labelWidth + 2;
  const message = shown(finding.message);
  if (width - column < MIN_MESSAGE_WIDTH) {
    const blank = ' '.repeat(indent + 2);
    return [`${' '.repeat(indent)}${styled}`, ...hanging(blank, blank.length, message, width)];
  }
  return hanging(
    `${' '.repeat(indent)}${styled}${' '.repeat(labelWidth - label.length + 2)}`,
    column,
    message,
    width,
  );
}
