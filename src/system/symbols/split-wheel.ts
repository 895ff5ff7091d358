import {basename, dirname, join, resolve} from 'node:path';
import type {ByteSource} from '../../binary/byte-source.ts';
import type {Container} from '../../binary/containers/container.ts';
import {rewriteZip} from '../../binary/containers/rewrite-zip.ts';
import {editRecord} from '../../binary/containers/wheel-record.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import type {SplitReport} from '../../symbols/publish/split-report.ts';
import {wholeContent, wholeFile} from './file-content.ts';
import {pdbsInArchive} from './pdbs-at-hand.ts';
import {type SplitMember, splitMember} from './split-member.ts';

/** What is to be written for an artefact, and what is said of it. */
export interface SplitWork {
  readonly report: SplitReport;
  readonly content: Uint8Array;
  /** By path in the folder of debug files. */
  readonly debugFiles: ReadonlyMap<string, Uint8Array>;
}

/** Takes the debug information of all modules of a wheel apart; nothing is written yet. Throws a UserError. */
export async function splitWheel(path: string, container: Container, output: string): Promise<SplitWork> {
  const {record, text} = recordOf(path, container);
  const pdbs = pdbsInArchive(container);
  const members: SplitMember[] = [];
  for (const {path: name, open} of container.members) {
    const member = await splitMember(name, wholeMember(name, open), pdbs);
    if (member) members.push(member);
  }
  const wheel = wholeFile(path);
  const taken = new Set(members.flatMap(member => member.pdbs));
  const written = new Map(
    members.flatMap(({binary, stripped}) => (stripped ? [[binary.path, stripped] as const] : [])),
  );
  const left = pdbs.filter(pdb => !taken.has(pdb.path));
  const isChanged = taken.size + written.size > 0;
  const signatures = isChanged
    ? [`${record}.jws`, `${record}.p7s`].filter(one => container.paths.has(one))
    : [];
  const removed = new Set([...taken, ...signatures]);
  const content = isChanged
    ? rewriteZip(wheel, {
        removed,
        replaced: new Map([...written, [record, Buffer.from(editRecord(text, {removed, written}))]]),
      })
    : wheel;
  return {
    report: {
      artefact: resolve(path),
      kind: 'wheel',
      output,
      debugFolder: join(dirname(output), `${basename(path).replace(/\.whl$/i, '')}.debug`),
      binaries: members.map(({binary}) => binary),
      notes: [
        ...left.map(pdb => `${pdb.path} belongs to no module of the wheel, and stays in it`),
        ...signatures.map(one => `${one} was taken out: it signs the RECORD that was there before`),
      ],
      sizeBeforeBytes: wheel.length,
      sizeAfterBytes: content.length,
    },
    content,
    debugFiles: new Map(members.flatMap(member => [...member.debugFiles])),
  };
}

/** RECORD whole and as it is: what is written anew must differ in the rows of changed files only. */
function recordOf(path: string, container: Container): {readonly record: string; readonly text: string} {
  const record = [...container.paths].find(one => /^[^/]+\.dist-info\/RECORD$/.test(one));
  const source = record === undefined ? null : (container.openFile?.(record) ?? null);
  if (record === undefined || !source) {
    throw new UserError({
      what: 'has no RECORD, so it is no wheel that pip would install',
      where: path,
      advice: 'build it again',
    });
  }
  const bytes = wholeMember(record, () => source);
  source.close?.();
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return {record, text};
  throw new UserError({what: 'has a RECORD that is not in UTF-8', where: path, advice: 'build it again'});
}

function wholeMember(name: string, open: () => ByteSource): Buffer {
  try {
    return wholeContent(open());
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new UserError({
      what: `cannot be read: ${error.unreadable.detail}`,
      where: name,
      advice: 'build the wheel again',
      cause: error,
    });
  }
}
