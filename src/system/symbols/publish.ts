import {copyFileSync, existsSync, linkSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {identityText} from '../../symbols/identity.ts';
import {imageIndex} from '../../symbols/keys.ts';
import type {PlaceState, PublishedItem, PublishReport} from '../../symbols/publish/publish-report.ts';
import type {PublishedFile} from '../../symbols/publish/published-file.ts';
import {placeBytes, placeFile} from './place-file.ts';
import {type PublishInput, publishInputs} from './publish-inputs.ts';
import {type PlannedFile, publishPlan} from './publish-plan.ts';
import {type PublishedSource, sourcesOf} from './publish-sources.ts';
import {contentState, refuseOneTier, stateOf, TWO_TIER_MARK} from './published-store.ts';

/** What the user wants of a store. */
export interface PublishChoices {
  /** Absolute. */
  readonly store: string;
  readonly isCompressed: boolean;
  /** Two tiers also where the store does not have them yet. */
  readonly isTwoTier: boolean;
  readonly withSources: boolean;
  /** A file of the same identity and with other bytes takes the place of the one that is there. */
  readonly isReplacing: boolean;
  readonly isDryRun: boolean;
}

/** Adds files to a store. All is looked at before anything is written; what is there already stays. Throws a UserError. */
export async function publish(paths: readonly string[], choices: PublishChoices): Promise<PublishReport> {
  const {store, isCompressed, withSources, isReplacing, isDryRun} = choices;
  const isTwoTier = choices.isTwoTier || existsSync(join(store, TWO_TIER_MARK));
  if (choices.isTwoTier) refuseOneTier(store);
  const temporary = mkdtempSync(join(tmpdir(), 'pyxdbg-publish-'));
  try {
    const {inputs, skipped} = await publishInputs(paths, temporary);
    const plan = publishPlan(inputs, {isTwoTier, isCompressed}, temporary);
    const states = new Map(plan.map(one => [one, stateOf(one, store, isReplacing)]));
    const found = withSources ? sourcesOf(inputs) : null;
    const sources = (found?.sources ?? []).map(source => sourceItem(source, store, isReplacing));
    if (!isDryRun) {
      if (isTwoTier && !existsSync(join(store, TWO_TIER_MARK))) {
        await placeBytes(join(store, TWO_TIER_MARK), new Uint8Array(0));
      }
      for (const input of inputs) {
        await write(
          plan.filter(one => one.input === input && states.get(one) !== 'there'),
          store,
        );
      }
    }
    const items = inputs.map(input => itemOf(input, plan, states));
    if (!isDryRun) await writeSources(sources, store);
    return {store, isTwoTier, items: [...items, ...sources], skipped, missingSources: found?.missing ?? null};
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}

function sourceItem({path, place}: PublishedSource, store: string, isReplacing: boolean): PublishedItem {
  const state = contentState(join(store, place), path, path, isReplacing);
  const foundBy = `build-id ${place.split('/')[1] ?? ''}`;
  return {
    input: path,
    kind: 'source',
    foundBy,
    sizeBytes: statSync(path).size,
    places: [{path: place, state}],
  };
}

async function writeSources(sources: readonly PublishedItem[], store: string): Promise<void> {
  for (const {input, places} of sources) {
    for (const {path, state} of places) {
      if (state !== 'there') await placeFile(join(store, path), part => copyFileSync(input, part));
    }
  }
}

/** The first place gets the bytes, the others are names for it where the file system has hard links. */
async function write(files: readonly PlannedFile[], store: string): Promise<void> {
  const written = new Map<string, string>();
  for (const {place, content} of files) {
    const target = join(store, place);
    const first = written.get(content);
    await placeFile(target, part => {
      if (first === undefined) copyFileSync(content, part);
      else linkOrCopy(first, part);
    });
    written.set(content, first ?? target);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function itemOf(
  {label, path, file}: PublishInput,
  plan: readonly PlannedFile[],
  states: ReadonlyMap<PlannedFile, PlaceState>,
): PublishedItem {
  const own = plan.filter(({input}) => input.path === path);
  return {
    input: label,
    kind: file.kind,
    foundBy: foundBy(file),
    sizeBytes: statSync(path).size,
    places: own.map(one => ({path: one.place, state: states.get(one) ?? 'there'})),
  };
}

function foundBy(file: PublishedFile): string {
  switch (file.kind) {
    case 'pdb':
      return identityText({...file, file: ''});
    case 'pe':
      return `time stamp and size ${imageIndex(file.image)}`;
    case 'elf':
      return file.buildId === null ? 'name and CRC-32' : `build-id ${file.buildId}`;
    case 'pe-debug':
      return 'name and CRC-32';
    case 'macho':
      return `UUID ${file.uuids.join(', ')}`;
  }
}
