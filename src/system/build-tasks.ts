import {basename} from 'node:path';
import type {BuildStep} from '../build/model.ts';
import type {ToolProgress} from '../build/tool-progress.ts';
import {counted} from '../report/count-text.ts';
import {makeStyle} from '../report/style.ts';
import type {BuildOutcome, BuildProgress, PreparedBuild} from './build-run.ts';
import {shownPath} from './build-run.ts';
import {isTerminal} from './standard-streams.ts';
import {type ColorChoice, remark, terminalOf} from './terminal.ts';

/** The parts of a build as a user sees them pass by, on stderr. */
export interface BuildTasks {
  run(work: (progress: BuildProgress) => Promise<BuildOutcome>): Promise<BuildOutcome>;
  prove<T>(work: () => Promise<T>): Promise<T>;
}

/** Whether everything was compiled and linked. */
export function isBuilt({steps, givenUp}: BuildOutcome): boolean {
  return steps.failed === null && givenUp.length === 0;
}

/** Of the marks before a title; those of what is under way are yellow. */
const LEVEL_COLORS: Readonly<Record<string, 'green' | 'red'>> = {COMPLETED: 'green', FAILED: 'red'};

const SILENT: BuildProgress = {step: () => {}, calls: () => {}, steps: () => {}};

/** Progress by listr2: live on a terminal, a line for each part elsewhere, nothing where the user wants quiet. */
export async function buildTasks(
  {request}: PreparedBuild,
  {isQuiet, isLive, color}: {isQuiet: boolean; isLive: boolean; color: ColorChoice},
): Promise<BuildTasks> {
  if (isQuiet) return {run: work => work(SILENT), prove: work => work()};
  const {Listr, ListrLogger, ListrDefaultRendererLogLevels, ListrLogLevels, ProcessOutput} = await import(
    'listr2'
  );
  const {interpreter, project, debug} = request;
  const logger = new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)});
  // Listr's own colours ask stdout, whatever `--color` says.
  const style = makeStyle(terminalOf(color, process.env, 'stderr').color);
  const colors = Object.fromEntries(
    [...Object.values(ListrDefaultRendererLogLevels), ...Object.values(ListrLogLevels)].map(level => [
      level,
      (text = ''): string => style(LEVEL_COLORS[level] ?? 'yellow', text),
    ]),
  );
  const isTerminalLive = isTerminal('stderr') && !isLive && !process.env['CI'];

  async function one<T>(
    title: string,
    isGood: (value: T) => boolean,
    work: (tell: (text: string) => void) => Promise<T>,
  ): Promise<T> {
    let result: {readonly value: T} | null = null;
    let thrown: {readonly error: unknown} | null = null;
    try {
      await new Listr<object, 'default', 'simple'>(
        [
          {
            title,
            task: async (_, task) => {
              try {
                const value = await work(text => {
                  task.title = text;
                });
                result = {value};
                if (isGood(value)) return;
              } catch (error) {
                thrown = {error};
              }
              // What it means is told by the command, once; here it only ends without a tick.
              throw new Error('see below');
            },
          },
        ],
        {
          renderer: 'default',
          fallbackRenderer: 'simple',
          fallbackRendererCondition: !isTerminalLive,
          // listr2's own end of a run on Ctrl-C is exit status 127, which is "command not found" to a shell.
          registerSignalListeners: false,
          rendererOptions: {logger, color: colors, showErrorMessage: false},
          fallbackRendererOptions: {logger, color: colors},
        },
      ).run();
    } catch (error) {
      if (result === null) throw thrownBy(thrown, error);
    }
    // Listr throws what the task throws: behind it there is a result.
    return (result as {readonly value: T} | null)?.value as T;
  }

  const python = `${interpreter.implementation === 'cpython' ? 'CPython' : interpreter.implementation} ${interpreter.version.join('.')}${interpreter.freeThreaded ? ' free-threaded' : ''}`;
  const name = project.name ?? basename(project.folder);
  remark(
    `${name}: ${project.backend}, ${python} (${shownPath(interpreter.executable)}, from ${interpreter.from})`,
  );
  return {
    run: work =>
      one(`${debug ? 'Build for debugging' : 'Build'}`, isBuilt, async tell => {
        let title = 'Build';
        let count = 0;
        let told: ToolProgress | null = null;
        const show = (): void => tell([title, ...progressText(count, told)].join(': '));
        return work({
          step(step: BuildStep) {
            title = step.title.replace(/^./, letter => letter.toUpperCase());
            show();
          },
          calls(calls) {
            if (calls === count) return;
            count = calls;
            if (isTerminalLive) show();
          },
          steps(progress) {
            told = progress;
            if (isTerminalLive) show();
          },
        });
      }),
    prove: work => one('Look at the product', () => true, work),
  };
}

/** How far a build is, as far as that is known; nothing before the first call. */
function progressText(calls: number, told: ToolProgress | null): readonly string[] {
  if (told) return [`step ${told.done} of ${told.total}`];
  return calls === 0 ? [] : [counted(calls, 'compiler call')];
}

/** What the work threw, else what Listr did. The type is that of the variable, which a closure sets. */
function thrownBy(thrown: {readonly error: unknown} | null, error: unknown): unknown {
  return thrown === null ? error : thrown.error;
}
