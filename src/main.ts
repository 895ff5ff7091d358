import {endWith, isCliError} from './system/failure-exit.ts';
import {writeOutput} from './system/standard-streams.ts';
import {version} from './version.ts';

/** Commands that are called without loading oclif's framework; the rest, and all help, go through it. */
const CALLS: Readonly<Record<string, () => Promise<(words: readonly string[]) => Promise<void>>>> = {
  'check-abi': async () => (await import('./calls/check-abi.ts')).checkAbi,
};

/** Runs the command line. Resolves when the command has ended; the exit status is in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  // What fails outside of all that is awaited ends like the rest: with a sentence.
  process.once('uncaughtException', error => {
    endWith(error);
    process.exit();
  });
  const line = withLongHelp(argv);
  const [command = '', ...words] = line;
  try {
    if (words.length === 0 && (command === '--version' || command === '-V')) {
      await writeOutput(`pyxdbg ${version} (node ${process.version})\n`);
      return;
    }
    const call = wantsHelp(words) ? undefined : CALLS[command];
    if (call) await (await call())(words);
    else await runByOclif(line);
  } catch (error) {
    endWith(isCliError(error) ? (await import('./calls/wrong-words.ts')).inOurWords(error, command) : error);
  }
}

async function runByOclif(argv: readonly string[]): Promise<void> {
  const {run} = await import('./framework.ts');
  await run([...argv], import.meta.url);
}

/** `-h` as `--help`, and `pyxdbg help rule` as `pyxdbg rule --help`: oclif knows the long one only. */
function withLongHelp(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  if (first === 'help') return [...rest.filter(word => !word.startsWith('-')), '--help'];
  const end = argv.indexOf('--');
  return argv.map((word, index) => (word === '-h' && (end < 0 || index < end) ? '--help' : word));
}

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).some(word => word === '--help');
}
