import pMap from 'p-map';
import {identityText} from '../../symbols/identity.ts';
import type {SymbolSource} from '../../symbols/source.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {SymbolOutcome} from '../../symbols/verdict.ts';
import {type AskContext, ask, type Inquiry} from './ask-source.ts';

/** How to look. */
export interface LookUp extends AskContext {
  /** In the order in which they are asked. */
  readonly sources: readonly SymbolSource[];
  /** Binaries at a time; {@link CONCURRENCY} by default. */
  readonly concurrency?: number;
}

/** Eight requests hide the latency of a server, sixteen were no faster (bench/symbols.ts). */
const CONCURRENCY = 8;

/**
 * Looks for the debug information of each binary, source after source, until one is found whose identity matches.
 * Of binaries with one identity the first is looked for first. The outcomes are in the order of the subjects.
 */
export async function lookUp(
  subjects: readonly SymbolSubject[],
  how: LookUp,
  onDone: (done: number) => void = () => {},
): Promise<readonly SymbolOutcome[]> {
  const running = new Map<string, Promise<unknown>>();
  let done = 0;
  return pMap(
    subjects,
    async subject => {
      const key = subject.identity ? identityText(subject.identity) : subject.path;
      // Copies of one binary: the first one fetches, the others find it in the store.
      const before = running.get(key) ?? Promise.resolve();
      const outcome = before.then(() => lookUpOne(subject, how));
      running.set(
        key,
        outcome.catch(() => null),
      );
      await outcome;
      done += 1;
      onDone(done);
      return outcome;
    },
    {concurrency: how.concurrency ?? CONCURRENCY},
  );
}

async function lookUpOne(subject: SymbolSubject, how: LookUp): Promise<SymbolOutcome> {
  const {identity, own, location} = subject;
  const nothing = {
    ...{file: null, source: null, from: null, fetchedBytes: 0},
    ...{attempts: [], mayBeIn: [], packages: []},
  };
  if (own?.dwarf) return {...nothing, subject, verdict: 'own', file: location};
  if (identity === null) return {...nothing, subject, verdict: 'nothing-to-match'};
  const inquiry: Inquiry = {subject, identity, attempts: [], mayBeIn: [], packages: [], fetchedBytes: 0};
  for (const source of how.sources) {
    for (const candidate of source.candidates(subject)) {
      const found = await ask(source.name, candidate, inquiry, how);
      if (found !== null) return outcomeOf(inquiry, {verdict: 'matching', ...found, source: source.name});
    }
  }
  const isMismatched = inquiry.attempts.some(({result}) => result === 'mismatched');
  const wasAsked = inquiry.attempts.length > 0 && how.mode === 'fetch';
  const verdict = isMismatched ? 'mismatched' : wasAsked ? 'not-published' : 'stripped';
  return outcomeOf(inquiry, {verdict, file: null, source: null, from: null});
}

function outcomeOf(
  {subject, attempts, mayBeIn, packages, fetchedBytes}: Inquiry,
  end: Pick<SymbolOutcome, 'verdict' | 'file' | 'source' | 'from'>,
): SymbolOutcome {
  return {subject, ...end, fetchedBytes, attempts, mayBeIn, packages};
}
