import {endWith} from './system/failure-exit.ts';
import {version} from './version.ts';

/** Commands that are called without loading oclif's framework; the rest, and all help, go through it. */
const CALLS: Readonly<Record<string, () => Promise<(words: readonly string[]) => Promise<void>>>> = {
  'check-abi': async () => (await import('./calls/check-abi.ts')).checkAbi,
};

/** Runs the command line. Resolves when the command has ended; the exit status is in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const [command = '', ...words] = argv;
    if (words.length === 0 && (command === '--version' || command === '-V')) {
      process.stdout.write(`pyxdbg ${version} (node ${process.version})\n`);
      return;
    }
    const call = wantsHelp(words) ? undefined : CALLS[command];
    if (call) await (await call())(words);
    else await runByOclif(argv);
  } catch (error) {
    endWith(error);
  }
}

async function runByOclif(argv: readonly string[]): Promise<void> {
  const {run} = await import('./framework.ts');
  await run([...argv], import.meta.url);
}

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).some(word => word === '--help');
}
