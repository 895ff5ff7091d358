import type {BuildMarker} from '../toolchains/cpython-facts.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import type {Subject} from './subject.ts';

/** A name that tells how the headers were configured that a binary was compiled with. */
interface MarkedName {
  readonly name: string;
  readonly marker: BuildMarker;
}

const known = new WeakMap<Subject, readonly MarkedName[]>();

/** The names that a binary takes from Python and that tell what build it is for; several rules ask. */
export function buildMarkers(subject: Subject, {cpython}: Toolchains): readonly MarkedName[] {
  let marked = known.get(subject);
  if (!marked) {
    const version = subject.target.versions[0] ?? null;
    marked = subject.use.names.flatMap(({name}) => {
      const marker = cpython.marker(name, version);
      return marker === null ? NONE : {name, marker};
    });
    known.set(subject, marked);
  }
  return marked;
}

const NONE: readonly MarkedName[] = [];
