import {ownWordCount, startsProgram} from './calls/own-words.ts';
import {OWN_FAILURE} from './calls/program-line.ts';
import {endWith, isCliError} from './system/failure-exit.ts';
import {writeOutput} from './system/standard-streams.ts';
import {version} from './version.ts';

/** Runs a command; false where its words are for oclif after all. */
type Call = (words: readonly string[]) => Promise<unknown>;

/** Commands that are called without loading oclif's framework; the rest, and all help, go through it. */
const CALLS: Readonly<Record<string, () => Promise<Call>>> = {
  'check-abi': async () => (await import('./calls/check-abi.ts')).checkAbi,
  debug: async () => (await import('./calls/debug.ts')).debugWords,
  dump: async () => (await import('./calls/dump.ts')).dumpWords,
  // Of the walker's, not of the user's.
  'make-layouts': async () => (await import('./calls/make-layouts.ts')).makeLayoutsWords,
  run: async () => (await import('./calls/run.ts')).runWords,
};

/** Runs the command line. Resolves when the command has ended; the exit status is in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  // What fails outside of all that is awaited ends like the rest: with a sentence.
  process.once('uncaughtException', error => {
    endWith(error);
    process.exit();
  });
  const own = await ownCount(argv);
  const line = withLongHelp(argv, own);
  const [command = '', ...words] = line;
  try {
    if (words.length === 0 && (command === '--version' || command === '-V')) {
      await writeOutput(`pyxdbg ${version} (node ${process.version})\n`);
      return;
    }
    const call = line.slice(1, own).includes('--help') ? undefined : CALLS[command];
    if (!call || (await (await call())(words)) === false) await runByOclif(line);
  } catch (error) {
    endWith(isCliError(error) ? (await import('./calls/wrong-words.ts')).inOurWords(error, command) : error);
    // The lower statuses are the program's.
    if (startsProgram(command) && Number(process.exitCode) < OWN_FAILURE) process.exitCode = OWN_FAILURE;
  }
}

async function runByOclif(argv: readonly string[]): Promise<void> {
  const {run} = await import('./framework.ts');
  await run([...argv], import.meta.url);
}

/** `-h` as `--help`, and `pyxdbg help rule` as `pyxdbg rule --help`: oclif knows the long one only. */
function withLongHelp(argv: readonly string[], own: number): readonly string[] {
  const [first, ...rest] = argv;
  if (first === 'help') return [...rest.filter(word => !word.startsWith('-')), '--help'];
  return argv.map((word, index) => (word === '-h' && index < own ? '--help' : word));
}

/** How many words are ours: not those behind `--`, nor those of a program that we start. */
async function ownCount(argv: readonly string[]): Promise<number> {
  const [command = '', ...words] = argv;
  const end = argv.indexOf('--');
  return startsProgram(command) ? 1 + (await ownWordCount(command, words)) : end < 0 ? argv.length : end;
}
