import type {ByteSource} from '../../src/binary/byte-source.ts';
import {openContainer} from '../../src/binary/containers/open-container.ts';
import {readPeResources} from '../../src/binary/pe/read-pe-resources.ts';
import {readBinary, readDebugFacts, readExportNames} from '../../src/binary/read-binary.ts';
import {UnreadableError} from '../../src/binary/unreadable.ts';
import {UserError} from '../../src/errors.ts';
import type {Files} from '../../src/system/files.ts';

/** Does with a file what a command may do; gives one word for the outcome. Anything but a clean refusal is thrown on. */
export function attempt(name: string, source: ByteSource): Promise<string> {
  return /\.(?:whl|egg|zip|exe)$/.test(name) ? readArchive(name, source) : readEverything(source);
}

async function readEverything(source: ByteSource): Promise<string> {
  const outcome = readBinary(source);
  await refusable(async () => readExportNames(source).size);
  await refusable(async () => readDebugFacts(source));
  if ('unreadable' in outcome) return outcome.unreadable.reason;
  if (outcome.facts.format === 'pe') await refusable(() => readPeResources(source));
  // Facts are plain data: --output-format json writes them as they are.
  JSON.stringify(outcome.facts);
  return 'facts';
}

async function refusable(read: () => Promise<unknown>): Promise<void> {
  try {
    JSON.stringify(await read());
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
}

async function readArchive(name: string, source: ByteSource): Promise<string> {
  try {
    const container = await openContainer(name, filesOf(source));
    const outcomes = new Set<string>();
    for (const member of container.members) {
      try {
        outcomes.add(await readEverything(member.open()));
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        outcomes.add(error.unreadable.reason);
      }
    }
    for (const path of container.paths) {
      if (/\.dist-info\/|EGG-INFO\//.test(path)) container.readText(path);
    }
    container.close();
    if (container.refused.length > 0) return 'member refused';
    return outcomes.size === 1 ? `members: ${[...outcomes][0]}` : 'members: several outcomes';
  } catch (error) {
    if (error instanceof UserError || error instanceof UnreadableError) return 'archive refused';
    throw error;
  }
}

/** A file system with one file in it. */
function filesOf(source: ByteSource): Files {
  const absent = () => null;
  return {
    status: () => ({kind: 'file'}),
    unreadable: absent,
    openFile: () => ({
      size: source.size,
      read: source.read,
      readInto(offset, target) {
        const bytes = source.read(offset, target.length);
        target.set(bytes);
        return bytes.length;
      },
      close() {},
    }),
    listFolder: () => {
      throw new Error('no folder was named');
    },
    entryNames: () => [],
    readText: absent,
    realPath: path => path,
  };
}
