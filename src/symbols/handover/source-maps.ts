import {commonFolder, namesBelow, type RecordedPath, recordedText, sameName} from './recorded-path.ts';

/** A folder of sources on this machine. */
export interface SourceTree {
  /** Absolute. */
  readonly folder: string;
  /** Paths of its files relative to it, split. */
  readonly files: readonly (readonly string[])[];
}

/** A recorded folder and the names that lead from the source tree's folder to the one that takes its place. */
export interface FoundMap {
  readonly recorded: RecordedPath;
  readonly below: readonly string[];
}

/** Headers are of the system or of other packages as often as not, and many share a name: they do not decide. */
const HEADER = /(\.(h|hh|hpp|hxx|inc|inl|ipp|tcc|tpp|def)|^[^.]*)$/i;

/**
 * Which recorded folders a source tree takes the place of: found by the longest common end of recorded paths and files
 * of the tree. Each source has one vote, none where two files fit it equally well; maps are taken by their votes until
 * every source that can be found is.
 */
export function findSourceMaps(
  recorded: readonly RecordedPath[],
  tree: Pick<SourceTree, 'files'>,
): readonly FoundMap[] {
  const byName = new Map<string, (readonly string[])[]>();
  for (const file of tree.files) {
    const key = (file.at(-1) ?? '').toLowerCase();
    const others = byName.get(key);
    if (others) others.push(file);
    else byName.set(key, [file]);
  }
  const ballots = new Map<string, {map: FoundMap; sources: RecordedPath[]}>();
  for (const source of recorded) {
    const name = source.names.at(-1) ?? '';
    if (HEADER.test(name)) continue;
    const map = bestMap(source, byName.get(name.toLowerCase()) ?? []);
    if (map === null) continue;
    const key = `${recordedText(map.recorded)}\0${map.below.join('/')}`;
    const ballot = ballots.get(key);
    if (ballot) ballot.sources.push(source);
    else ballots.set(key, {map, sources: [source]});
  }
  const taken: FoundMap[] = [];
  const found = new Set<RecordedPath>();
  for (const {map, sources} of [...ballots.values()].sort((a, b) => b.sources.length - a.sources.length)) {
    const isNew = sources.some(source => !found.has(source));
    const isKnown = taken.some(one => recordedText(one.recorded) === recordedText(map.recorded));
    if (!isNew || isKnown) continue;
    for (const source of sources) found.add(source);
    taken.push(notOfTheRoot(map, sources));
  }
  // A debugger takes the first that fits: the inner folder before the outer one.
  return taken.toSorted((a, b) => b.recorded.names.length - a.recorded.names.length);
}

function bestMap(source: RecordedPath, files: readonly (readonly string[])[]): FoundMap | null {
  const same = sameName(source);
  let best: readonly string[] | null = null;
  let length = 0;
  let isAlone = true;
  for (const file of files) {
    let common = 0;
    const most = Math.min(file.length, source.names.length);
    while (common < most && same(file.at(-1 - common) ?? '', source.names.at(-1 - common) ?? '')) common++;
    if (common > length) [best, length, isAlone] = [file, common, true];
    else if (common === length) isAlone = false;
  }
  if (best === null || length === 0 || !isAlone) return null;
  return {
    recorded: {root: source.root, names: source.names.slice(0, -length)},
    below: best.slice(0, -length),
  };
}

/** A map of a whole file system would be taken for every other path: it is narrowed to what the sources have in common. */
function notOfTheRoot(map: FoundMap, sources: readonly RecordedPath[]): FoundMap {
  if (map.recorded.names.length > 0) return map;
  const common = sources
    .map(({root, names}): RecordedPath => ({root, names: names.slice(0, -1)}))
    .reduce(commonFolder);
  return {recorded: common, below: [...map.below, ...(namesBelow(map.recorded, common) ?? [])]};
}
