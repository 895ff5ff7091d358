import {EXIT, UserError} from '../errors.ts';
import {nearestName} from '../project/nearest-name.ts';

/** What oclif throws for a wrong call; its parser keeps what it was called with. */
interface CallError extends Error {
  readonly oclif: {readonly exit?: number};
  readonly parse?: {
    readonly input?: {
      readonly flags?: Readonly<Record<string, unknown>>;
      readonly context?: {readonly id?: string};
    };
  };
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
}

/**
 * An error that oclif throws for a wrong call in the words of all other errors, with the nearest option. Any other
 * error is returned as it is, also the one by which oclif ends a program that printed its help.
 */
export function inOurWords(error: unknown, command: string): unknown {
  if (!isCallError(error) || error.oclif.exit === EXIT.clean) return error;
  const known = Object.keys(error.parse?.input?.flags ?? {});
  // The id of a command below a topic is `symbols:fetch`; that of check-abi, which is parsed here, is not set.
  const name = error.parse?.input?.context?.id?.replaceAll(':', ' ') ?? command;
  const help = `see pyxdbg ${name} --help`;
  switch (error.constructor.name) {
    case 'NonExistentFlagsError': {
      const [word = ''] = error.flags ?? [];
      const option = word.replace(/=.*$/s, '');
      const near = option.startsWith('--') ? nearestName(option.slice(2), known) : null;
      return new UserError({
        what: `there is no option \`${option}\``,
        advice: near === null ? help : `did you mean \`--${near}\`?`,
        cause: error,
      });
    }
    case 'UnexpectedArgsError':
      return new UserError({
        what: `one word too many: \`${error.args?.[0] ?? ''}\``,
        advice: help,
        cause: error,
      });
    default:
      return new UserError({what: sentenceOf(error.message), advice: help, cause: error});
  }
}

/** Drops oclif's frame, its colours, and the values of options that exclude each other. */
function sentenceOf(message: string): string {
  const lines = message
    .replaceAll(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map(line => line.trim().replaceAll(/(--[\w-]+)=\S+ cannot/g, '$1 cannot'))
    .filter(
      line =>
        line !== '' &&
        !/^(?:The following errors? occurred:|See more help|Note: --|Alternatively, you can use)/.test(line),
    );
  const sentence = lines.join('; ').replace(/^(Missing \d+ required arg)s?:; (\S+) {2,}/, '$1ument $2: ');
  return (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/^flag --/, '--');
}

function isCallError(error: unknown): error is CallError {
  return (
    error instanceof Error && 'oclif' in error && typeof error.oclif === 'object' && error.oclif !== null
  );
}
