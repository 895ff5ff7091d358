import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pagedSource} from '../../binary/byte-source.ts';
import {EXIT, UserError} from '../../errors.ts';
import {publishPlaces} from '../../symbols/publish/publish-places.ts';
import type {PlaceState} from '../../symbols/publish/publish-report.ts';
import {publishedFile} from '../../symbols/publish/published-file.ts';
import {localFiles} from '../files.ts';
import {sameContent} from './file-content.ts';
import type {PlannedFile} from './publish-plan.ts';

/** A file in the root of a store that says so (learn.microsoft.com, "Using SymStore", "two-tier structure"). */
export const TWO_TIER_MARK = 'index2.txt';

/** Throws a UserError for a store with files that a second tier would hide. */
export function refuseOneTier(store: string): void {
  if (!existsSync(store) || existsSync(join(store, TWO_TIER_MARK))) return;
  const [first] = readdirSync(store, {withFileTypes: true}).filter(
    entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'buildid',
  );
  if (!first) return;
  throw new UserError({
    what: `is a store of one tier (it has ${first.name}/), which debuggers would no longer find files in with a second`,
    where: store,
    advice: 'publish without --two-tier, or to a new folder',
  });
}

/** Throws a UserError for a file that is there with other bytes, unless it may be replaced. */
export function stateOf(
  {place, content, key, input}: PlannedFile,
  store: string,
  isReplacing: boolean,
): PlaceState {
  const target = join(store, place);
  if (localFiles.status(target) === null) return 'added';
  if (sameContent(content, target)) return 'there';
  if (!isReplacing) {
    throw new UserError({
      what: `is there already, of the same identity as ${input.label} and with other bytes`,
      where: target,
      advice:
        'a build that is not reproducible, or one file stripped in two ways; to take the new one: --replace',
      exitCode: EXIT.findings,
    });
  }
  const isCabinet = content !== input.path;
  if (isCabinet || placesOf(target).includes(key)) return 'replaced';
  throw new UserError({
    what: 'is there already, and is not what its place says',
    where: target,
    advice: 'remove it, and publish again',
    exitCode: EXIT.findings,
  });
}

/** Where a file of the store belongs by its own content. */
function placesOf(path: string): readonly string[] {
  const file = localFiles.openFile(path);
  try {
    const found = publishedFile(pagedSource(file));
    if (found === null || 'problem' in found) return [];
    const name = path.replaceAll('\\', '/').split('/').at(-1) ?? '';
    return publishPlaces(found, name, {pdbNames: [], crc32: () => 0}).map(place => place.path);
  } finally {
    file.close();
  }
}

/** The same by content alone, for a source of a binary. `target`: absolute. */
export function contentState(
  target: string,
  content: string,
  label: string,
  isReplacing: boolean,
): PlaceState {
  if (localFiles.status(target) === null) return 'added';
  if (sameContent(content, target)) return 'there';
  if (isReplacing) return 'replaced';
  throw new UserError({
    what: `is there already, of the same identity as ${label} and with other bytes`,
    where: target,
    advice: 'was it stripped in another way, or changed since the build? To take the new one: --replace',
    exitCode: EXIT.findings,
  });
}
