import type {BuildInterpreter} from './model.ts';

/** A Python that is asked for by its version. */
export interface WantedPython {
  /** As written: `3.12`, `3.13.1t`. */
  readonly text: string;
  readonly version: readonly [number, number];
  /** Null where any will do. */
  readonly patch: number | null;
  readonly freeThreaded: boolean;
  readonly debug: boolean;
}

/** What is known of a Python without running it; null for what is not. */
export interface KnownPython {
  readonly version: readonly [number, number];
  readonly patch: number | null;
  readonly freeThreaded: boolean | null;
  readonly debug: boolean | null;
}

/** Reads `3.12`, `3.12.4`, `3.13t`, `3.12d`; null for anything else, as the path of an interpreter. */
export function parseWantedPython(text: string): WantedPython | null {
  const match = /^(\d)\.(\d{1,2})(?:\.(\d{1,3}))?(t?)(d?)$/.exec(text);
  if (!match) return null;
  const [, major, minor, patch, threaded, debug] = match;
  return {
    text,
    version: [Number(major), Number(minor)],
    patch: patch === undefined ? null : Number(patch),
    freeThreaded: threaded === 't',
    debug: debug === 'd',
  };
}

/** Whether a Python is the one that is asked for; what is not known of it is given the benefit of the doubt. */
export function mayBeWanted(known: KnownPython, wanted: WantedPython): boolean {
  return (
    known.version[0] === wanted.version[0] &&
    known.version[1] === wanted.version[1] &&
    (wanted.patch === null || known.patch === null || known.patch === wanted.patch) &&
    (known.freeThreaded ?? wanted.freeThreaded) === wanted.freeThreaded &&
    (known.debug ?? wanted.debug) === wanted.debug
  );
}

/** The same of one that has answered. */
export function isWanted({version, freeThreaded, debug}: BuildInterpreter, wanted: WantedPython): boolean {
  const [major, minor, patch] = version;
  return mayBeWanted({version: [major, minor], patch, freeThreaded, debug}, wanted);
}
