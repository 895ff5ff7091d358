import type {ByteSource} from '../../src/binary/byte-source.ts';
import {CoreCollector} from '../../src/binary/core/core-collector.ts';
import {coreImages, readCoreImage} from '../../src/binary/core/core-images.ts';
import {readCore} from '../../src/binary/core/read-core.ts';
import {readMinidump} from '../../src/binary/minidump/read-minidump.ts';
import {UnreadableError} from '../../src/binary/unreadable.ts';
import {subjectOfImage, subjectOfModule} from '../../src/symbols/dumped-subject.ts';

/** Does with a dump what `pyxdbg symbols` may do; gives one word for the outcome. Anything but a clean refusal is thrown on. */
export async function attempt(name: string, source: ByteSource): Promise<string> {
  try {
    return name.endsWith('.dmp') ? modules(source) : images(source);
  } catch (error) {
    if (error instanceof UnreadableError) return error.unreadable.reason;
    throw error;
  }
}

function modules(source: ByteSource): string {
  const dump = readMinidump(source);
  for (const module of dump.modules) subjectOfModule(module, dump);
  return 'facts';
}

function images(source: ByteSource): string {
  const all = identified(source);
  const collector = new CoreCollector();
  for (let at = 0; at < source.size && collector.push(Buffer.from(source.read(at, CHUNK_BYTES))); ) {
    at += CHUNK_BYTES;
  }
  identified(collector.source());
  return all > 0 ? 'facts' : 'no images';
}

const CHUNK_BYTES = 64 * 1024;

function identified(source: ByteSource): number {
  const core = readCore(source);
  const found = coreImages(core);
  for (const image of found) {
    const kept = readCoreImage(core, image);
    if (kept) subjectOfImage(image.path ?? 'image', kept);
  }
  return found.length;
}
