import {join} from 'node:path';
import type {BackendPlan} from '../build/backend.ts';
import type {BuildRequest, WrapperPlan} from '../build/model.ts';
import type {WrappedCompilers} from '../build/wrapper-plan.ts';
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

/** A plan, with what is only known of this machine. */
export interface ShownPlan extends PlannedBuild {
  readonly missing: readonly string[];
  readonly compilers: readonly WrappedCompilers[];
  /** What reaches the compiler and the linker where no wrapper stands in for them, on Windows. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a build would do, for `--dry-run`. Ends with a line break. */
export function renderPlan(
  {request, plan, work, missing, compilers, variables}: ShownPlan,
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
    ...Object.entries({...variables, ...plan.environment}).map(
      ([name, value]) => ['with', value === null ? `${name} unset` : `${name}=${value}`] as const,
    ),
    ...compilers.flatMap(({programs, ...change}) => [
      [
        'compiler',
        `${nameSome(programs)} by a wrapper in ${shownPath(join(work, 'wrapper', 'bin'))}`,
      ] as const,
      ['', changeText(change)] as const,
    ]),
  ];
  const column = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.flatMap(([label, text]) =>
    hanging(`${style('dim', label)}${' '.repeat(column - label.length)}`, column, shown(text), width),
  );
  return `${lines.join('\n')}\n`;
}

/** What the wrapper does to a call, each option once. */
function changeText({addToCompile, addToLink, drop}: WrapperPlan): string {
  const parts = [
    ...(addToCompile.length > 0 ? [`compiles with ${addToCompile.join(' ')}`] : []),
    ...(addToLink.length > 0 ? [`links with ${addToLink.join(' ')}`] : []),
    ...(drop.length > 0 ? [`leaves out ${drop.join(' ')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : 'records the calls and changes nothing';
}

/** Names that are shown; the JSON has all. */
const MAX_NAMES = 4;

/** `gcc`, `g++` before `x86_64-linux-gnu-gcc-12`. */
function nameSome(names: readonly string[]): string {
  const sorted = names.toSorted((a, b) => a.length - b.length);
  const more = sorted.length - MAX_NAMES;
  return [...sorted.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
