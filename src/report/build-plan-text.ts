import type {BackendPlan} from '../build/backend.ts';
import type {BuildRequest} from '../build/model.ts';
import type {ProofLayout} from './build-text.ts';
import {shown} from './printable.ts';
import {hanging} from './wrap.ts';

/** What is decided of a build before it runs. */
export interface PlannedBuild {
  readonly request: BuildRequest;
  readonly plan: BackendPlan;
  /** Absolute. */
  readonly work: string;
}

/** What a build would do, for `--dry-run`. Ends with a line break. */
export function renderPlan(
  {request, plan, work}: PlannedBuild,
  missing: readonly string[],
  {style, width, shownPath}: Pick<ProofLayout, 'style' | 'width' | 'shownPath'>,
): string {
  const {project, interpreter, mode} = request;
  const rows: readonly (readonly [string, string])[] = [
    ['project', `${project.name ?? shownPath(project.folder)} (${project.buildBackend ?? project.backend})`],
    ['python', `${interpreter.version.join('.')}, ${interpreter.executable} (${interpreter.from})`],
    ['product', mode === 'wheel' ? `wheel in ${shownPath(request.outDir)}` : mode],
    ['objects', shownPath(work)],
    ...(missing.length > 0 ? ([['missing', missing.join(', ')]] as const) : []),
    ...plan.steps.map(step => ['run', step.command.join(' ')] as const),
    ...Object.entries(plan.environment).map(
      ([name, value]) => ['with', value === null ? `${name} unset` : `${name}=${value}`] as const,
    ),
  ];
  const column = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.flatMap(([label, text]) =>
    hanging(`${style('dim', label)}${' '.repeat(column - label.length)}`, column, shown(text), width),
  );
  return `${lines.join('\n')}\n`;
}
