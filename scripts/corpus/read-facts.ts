import {openContainer} from '../../src/binary/containers/open-container.ts';
import type {BinaryFacts, DebugFacts, PeResources} from '../../src/binary/facts.ts';
import {readPeResources} from '../../src/binary/pe/read-pe-resources.ts';
import {readBinary, readDebugFacts} from '../../src/binary/read-binary.ts';
import {localFiles} from '../../src/system/files.ts';

/** All that pyxdbg reads of one binary. */
export interface OurFacts {
  readonly facts: BinaryFacts;
  readonly debug: DebugFacts;
  readonly resources: PeResources | null;
}

/** Reads every binary of an artefact in place, as check-abi does, by its path there. */
export async function readArtefact(path: string): Promise<ReadonlyMap<string, OurFacts>> {
  const container = await openContainer(path, localFiles);
  try {
    const read = new Map<string, OurFacts>();
    for (const member of container.members) {
      const source = member.open();
      const outcome = readBinary(source);
      if ('unreadable' in outcome) continue;
      const {facts} = outcome;
      const resources = facts.format === 'pe' ? await readPeResources(source) : null;
      read.set(member.path, {facts, debug: readDebugFacts(source), resources});
    }
    return read;
  } finally {
    container.close();
  }
}
