import {constants} from 'node:os';

/** The system's names by number; of two for one number (SIGABRT, SIGIOT) the first. */
export function signalNames(): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(constants.signals)
      .reverse()
      .map(([name, number]) => [number, name]),
  );
}
