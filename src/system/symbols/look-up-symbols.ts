import type {SymbolSubject} from '../../symbols/subject.ts';
import type {SymbolOutcome} from '../../symbols/verdict.ts';
import {progressLine} from '../terminal.ts';
import {absentUrls} from './absent-urls.ts';
import {aptIndex, noPackages} from './apt-index.ts';
import {installPackages} from './apt-install.ts';
import {fetchProgress} from './fetch-progress.ts';
import type {HttpClient} from './http.ts';
import {type LookUp, lookUp} from './look-up.ts';
import {chooseSources, type SourceChoices} from './symbol-settings.ts';
import {symbolStore} from './symbol-store.ts';
import {unpacker} from './unpack.ts';

/** How to look for symbols. */
export interface LookUpSettings {
  /** `look` writes nothing and asks no server. */
  readonly mode: LookUp['mode'];
  readonly choices: SourceChoices;
  readonly offline: boolean;
  /** Install packages of the distribution that match. */
  readonly install: boolean;
  /** Ask again for what a server did not have. */
  readonly refresh: boolean;
  readonly isQuiet: boolean;
}

/** Looks for the debug information of binaries on this machine and, to fetch it, on servers; tells of its progress. */
export async function lookUpSymbols(
  subjects: readonly SymbolSubject[],
  {mode, choices, offline, install, refresh, isQuiet}: LookUpSettings,
): Promise<{readonly outcomes: readonly SymbolOutcome[]; readonly problems: readonly string[]}> {
  const {sources, problems} = chooseSources(subjects, choices, process.env);
  const client: HttpClient | null = mode === 'look' || offline ? null : await newClient();
  const progress = fetchProgress(isQuiet ? null : progressLine(), subjects.length);
  const how: LookUp = {
    mode,
    sources,
    obtainer: {
      client,
      store: symbolStore(choices.store),
      absent: absentUrls(choices.store, refresh),
      progress,
      downHosts: new Map(),
    },
    unpacker: unpacker(mode === 'fetch'),
    packages: process.platform === 'linux' ? aptIndex() : noPackages,
  };
  try {
    const outcomes = await lookUp(subjects, how, progress.done);
    const wanted = install ? outcomes.flatMap(({packages}) => packages) : [];
    if (wanted.length === 0) return {outcomes, problems};
    progress.clear();
    await installPackages(wanted);
    // What was found stays found; the packages are looked for anew.
    return {outcomes: await lookUp(subjects, how, progress.done), problems};
  } finally {
    progress.clear();
    how.unpacker.close();
    await client?.close();
  }
}

/** undici takes longer to load than a debugger to start: only where a server is asked. */
async function newClient(): Promise<HttpClient> {
  const {httpClient} = await import('./http-client.ts');
  return httpClient(process.env);
}
