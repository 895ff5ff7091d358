import type {InterpreterFacts} from '../interpreter-build/model.ts';
import type {InterpreterPlan} from '../interpreter-build/unix-plan.ts';
import {shown} from './printable.ts';
import type {PythonBuildLayout} from './python-build-text.ts';
import {shellLine} from './shell-line.ts';
import {hanging} from './wrap.ts';

/** What `python build` would do. */
export interface PlannedPython {
  readonly original: InterpreterFacts;
  /** For a reader. */
  readonly source: string;
  /** Absolute. */
  readonly prefix: string;
  /** Absolute. */
  readonly venv: string;
  readonly plan: InterpreterPlan;
}

/** The plan, for `--dry-run`. Ends with a line break. */
export function renderPythonPlan(
  {original, source, prefix, venv, plan}: PlannedPython,
  {style, width}: Pick<PythonBuildLayout, 'style' | 'width'>,
): string {
  const rows: readonly (readonly [string, string])[] = [
    ['release', `Python ${original.version.join('.')}, ${original.executable}`],
    ['source', source],
    ['prefix', prefix],
    ...plan.leftOut.map(({argument, why}) => ['without', `${argument} (${why})`] as const),
    ...plan.steps.map(({command}) => ['run', shellLine(command)] as const),
    ...Object.entries(plan.environment)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => ['with', `${name}=${value}`] as const),
    ['venv', venv],
  ];
  const column = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.flatMap(([label, text]) =>
    hanging(`${style('dim', label)}${' '.repeat(column - label.length)}`, column, shown(text), width),
  );
  return `${lines.join('\n')}\n`;
}
