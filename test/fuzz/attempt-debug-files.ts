import {type ByteSource, memorySource} from '../../src/binary/byte-source.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../src/binary/pdb/read-pdb.ts';
import {UnreadableError} from '../../src/binary/unreadable.ts';
import {openArchive} from '../../src/symbols/containers/open-archive.ts';

/** What a mutant may unpack to: little enough for a second. */
const TOTAL_BYTES = 32 * 1024 * 1024;
const MEMBER_BYTES = 16 * 1024 * 1024;

/** Does with a debug file or an archive what `symbols fetch` may do; anything but a clean refusal is thrown on. */
export async function attempt(name: string, source: ByteSource): Promise<string> {
  if (name.endsWith('.pdb')) {
    return outcome(() => {
      readPdbIdentity(source);
      JSON.stringify(readPdbCompileFacts(source));
      return 'facts';
    });
  }
  return outcome(() => readMembers(source));
}

async function readMembers(source: ByteSource): Promise<string> {
  const outcomes = new Set<string>();
  for (const member of (await openArchive(source, {totalBytes: TOTAL_BYTES})).members()) {
    if (!/^[^/\\:\0]+$/.test(member.name) || /^\.{1,2}$/.test(member.name)) {
      throw new Error(`${JSON.stringify(member.name)} is no base name`);
    }
    const result = await outcome(() => {
      const start = member.peek(32);
      const bytes = member.read(MEMBER_BYTES);
      if (bytes.length !== member.sizeBytes || !Buffer.from(start).equals(bytes.subarray(0, 32))) {
        throw new Error('a member is not what it was');
      }
      return 'read';
    });
    outcomes.add(result);
    if (result === 'read') await outcome(() => readPdbIdentity(memorySource(member.read(MEMBER_BYTES))).guid);
  }
  return outcomes.size === 1 ? `members: ${[...outcomes][0]}` : 'members: several outcomes';
}

async function outcome(read: () => string | Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableError) return error.unreadable.reason;
    throw error;
  }
}
