import {resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {pruneJson, renderPrune} from '../report/symbols-prune-text.ts';
import {parseAge, parseSize} from '../symbols/publish/prune-amounts.ts';
import {shownPath} from '../system/build-run.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {defaultStoreFolder} from '../system/symbol-store-folder.ts';
import {pruneStore} from '../system/symbols/prune-store.ts';

/** What `pyxdbg symbols prune` was asked for. */
export interface PruneFlags {
  readonly store?: string | undefined;
  readonly 'older-than'?: string | undefined;
  readonly 'max-size'?: string | undefined;
  readonly 'dry-run'?: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `pyxdbg symbols prune`: list, decide, remove, tell. */
export async function symbolsPrune(flags: PruneFlags): Promise<void> {
  const store = resolve(flags.store ?? defaultStoreFolder(process.env, process.platform));
  const limits = {
    nowMs: Date.now(),
    olderThanMs: amount('older-than', flags, parseAge, '30d, 12h or 2w'),
    maxBytes: amount('max-size', flags, parseSize, '2GB, 500MB or 1.5GiB'),
  };
  const isDryRun = flags['dry-run'] === true;
  const told = {...pruneStore(store, limits, isDryRun), store, isDryRun};
  process.exitCode = told.failed.length > 0 ? EXIT.findings : EXIT.clean;
  if (flags.json) await writeOutput(pruneJson(told));
  else if (!flags.quiet || process.exitCode !== EXIT.clean) await writeOutput(renderPrune(told, shownPath));
}

function amount(
  name: 'older-than' | 'max-size',
  flags: PruneFlags,
  parse: (text: string) => number | null,
  examples: string,
): number | null {
  const text = flags[name];
  if (text === undefined) return null;
  const value = parse(text);
  if (value !== null) return value;
  throw new UserError({
    what: `is no ${name === 'older-than' ? 'age' : 'size'}`,
    where: `--${name} ${text}`,
    advice: `write it as ${examples}`,
  });
}
