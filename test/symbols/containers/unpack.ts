import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const LIMIT_BYTES = 64 * 1024 * 1024;

/** What the reader finds in an archive, by name, in its order. */
export async function unpack(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const member of (await openArchive(memorySource(bytes))).members()) {
    files.set(member.name, Buffer.from(member.read(LIMIT_BYTES)));
  }
  return files;
}

/** Programs that unpack cabinets, as `NAME: [program, arguments before the archive, folder option]`. */
const UNPACKERS = {
  cabextract: (program: string, archive: string, folder: string) => [program, '-q', '-d', folder, archive],
  '7z': (program: string, archive: string, folder: string) => [
    program,
    'x',
    '-y',
    '-bso0',
    `-o${folder}`,
    archive,
  ],
} as const;

export type Unpacker = keyof typeof UNPACKERS;
export const UNPACKER_NAMES: readonly Unpacker[] = ['cabextract', '7z'];

/** What another program finds in an archive under these names; it must succeed. */
export function unpackWith(tool: Unpacker, bytes: Uint8Array, names: Iterable<string>): Map<string, Buffer> {
  const path = toolNamed(tool);
  if (path === null) throw new Error(`${tool} is missing, and the test did not ask for it first`);
  const folder = temporaryFolder();
  const [archive, out] = [join(folder, 'archive'), join(folder, 'out')];
  writeFileSync(archive, bytes);
  mkdirSync(out);
  const [program = path, ...args] = UNPACKERS[tool](path, archive, out);
  execFileSync(program, args, {stdio: ['ignore', 'ignore', 'pipe']});
  return new Map([...names].map(name => [name, readFileSync(join(out, name))]));
}

/** Whether the other program refuses an archive. */
export function isRefusedBy(tool: Unpacker, bytes: Uint8Array): boolean {
  try {
    unpackWith(tool, bytes, []);
    return false;
  } catch {
    return true;
  }
}

/** Asserts that two sets of files are the same, byte for byte, without printing megabytes. */
export function sameFiles(
  t: ExecutionContext,
  found: ReadonlyMap<string, Uint8Array>,
  expected: ReadonlyMap<string, Uint8Array>,
  who: string,
): void {
  t.deepEqual([...found.keys()].sort(), [...expected.keys()].sort(), who);
  for (const [name, bytes] of expected) {
    t.true(Buffer.from(found.get(name) ?? []).equals(bytes), `${who}: ${name}`);
  }
}

/** Asserts that an archive is refused cleanly, for this reason. */
export async function refused(
  t: ExecutionContext,
  bytes: Uint8Array,
  reason: 'truncated' | 'unsupported' | 'not-a-binary',
  detail: RegExp,
): Promise<void> {
  const error = await t.throwsAsync(unpack(bytes), {instanceOf: UnreadableError});
  t.is(error?.unreadable.reason, reason);
  t.regex(error?.unreadable.detail ?? '', detail);
}

/** The names of those tools that are not installed, as a test's title says it: ` (skipped: no gcab)`. */
export function missing(...tools: readonly string[]): string {
  const absent = tools.filter(tool => toolNamed(tool) === null);
  return absent.length === 0 ? '' : ` (skipped: no ${absent.join(', ')})`;
}
