import {isTerminal} from '../standard-streams.ts';

/** The parts of a build as a user sees them pass by, on stderr. */
export interface Progress {
  /** Runs one part; `tell` changes its title while it runs. What the part throws passes through. */
  part<T>(title: string, work: (tell: (text: string) => void) => Promise<T>): Promise<T>;
}

type Ended<T> = {readonly value: T} | {readonly error: unknown};

/** Progress by listr2: live on a terminal, a line for each part elsewhere, nothing where the user wants quiet. */
export async function progressOf({
  isQuiet,
  isLive,
}: {
  readonly isQuiet: boolean;
  /** What the programs print is shown as it comes. */
  readonly isLive: boolean;
}): Promise<Progress> {
  if (isQuiet) return {part: (_, work) => work(() => {})};
  const {Listr, ListrLogger, ProcessOutput} = await import('listr2');
  const logger = new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)});
  const isTerminalLive = isTerminal('stderr') && !isLive && !process.env['CI'];
  const settings = {
    renderer: 'default',
    fallbackRenderer: 'simple',
    fallbackRendererCondition: !isTerminalLive,
    // A failure is told where the program ends; here its part only ends without a tick.
    exitOnError: false,
    // Ctrl-C is ours: listr2's own end is exit status 127.
    registerSignalListeners: false,
    rendererOptions: {logger, showErrorMessage: false},
    fallbackRendererOptions: {logger},
  } as const;
  return {
    async part<T>(title: string, work: (tell: (text: string) => void) => Promise<T>): Promise<T> {
      const ended: Ended<T>[] = [];
      const task = async (_: object, own: {title: string}): Promise<void> => {
        let last = title;
        const tell = (text: string): void => {
          last = text;
          // Elsewhere than on a terminal each change would be a line: only the last one is.
          if (isTerminalLive) own.title = text;
        };
        const one: Ended<T> = await work(tell).then(
          value => ({value}),
          (error: unknown) => ({error}),
        );
        ended.push(one);
        if (last !== title) own.title = last;
        if ('error' in one) throw new Error('failed');
      };
      await new Listr<object, 'default', 'simple'>([{title, task}], settings).run();
      const [one] = ended;
      if (!one) throw new Error('listr2 ended a part without running it');
      if ('error' in one) throw one.error;
      return one.value;
    },
  };
}
