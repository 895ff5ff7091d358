import {posix} from 'node:path';
import {crc32} from 'node:zlib';
import {memorySource} from '../../binary/byte-source.ts';
import type {DebugFacts} from '../../binary/facts.ts';
import {readBinary, readDebugFacts} from '../../binary/read-binary.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {EXIT, UserError} from '../../errors.ts';
import {pdbIdentity} from '../../symbols/identify.ts';
import type {SplitBinary} from '../../symbols/publish/split-report.ts';
import {identityOfSplit, notesOf, whyImpossible, whyKept} from '../../symbols/publish/split-words.ts';
import {type PdbAtHand, pdbsOf} from './pdbs-at-hand.ts';
import {splitBinary} from './split-binary.ts';
import {machineOf, splitToolsAtHand} from './split-tools-at-hand.ts';

/** What became of a binary, and what is to be written for it. */
export interface SplitMember {
  readonly binary: SplitBinary;
  /** Null where the binary stays as it is. */
  readonly stripped: Uint8Array | null;
  /** By path in the folder of debug files. */
  readonly debugFiles: ReadonlyMap<string, Uint8Array>;
  /** Paths of the PDBs that are its own. */
  readonly pdbs: readonly string[];
}

/**
 * Takes the debug information of one binary apart. Null for what is none, or is read by no debugger as it is (object
 * files). `path` is that in the wheel, or the base name of a file. Throws a UserError where no program can do it, and
 * where what it made is not right.
 */
export async function splitMember(
  path: string,
  bytes: Uint8Array,
  pdbs: readonly PdbAtHand[],
): Promise<SplitMember | null> {
  const source = memorySource(bytes);
  const outcome = readBinary(source);
  if ('unreadable' in outcome) return null;
  const {facts} = outcome;
  if (facts.format === 'elf' && facts.type !== 'shared' && facts.type !== 'executable') return null;
  const debug = debugFactsOf(bytes);
  const common = {
    path,
    format: facts.format,
    machine: machineOf(facts),
    sizeBeforeBytes: bytes.length,
  };
  const own = facts.format === 'pe' && facts.codeView ? pdbsOf(facts.codeView, pdbs) : [];
  const [pdb] = own;
  const pdbId = facts.format === 'pe' && facts.codeView ? pdbIdentity(facts.codeView) : null;
  const pdbFiles = new Map(
    pdb && pdbId?.kind === 'pdb' ? [[posix.join(posix.dirname(path), pdbId.file), pdb.bytes]] : [],
  );
  const untouched = {stripped: null, debugFiles: pdbFiles, pdbs: own.map(one => one.path)};
  const refusal = debug === null ? 'its debug information cannot be read' : whyImpossible(facts, debug);
  if (refusal !== null || (!debug?.dwarf && !debug?.debugMap)) {
    const action = refusal !== null ? 'impossible' : pdbFiles.size > 0 ? 'split' : 'kept';
    const binary: SplitBinary = {
      ...common,
      action,
      why: action === 'split' ? null : (refusal ?? whyKept(facts)),
      tool: null,
      identity: action === 'split' ? pdbId : null,
      debugFiles: sizes(pdbFiles),
      sizeAfterBytes: bytes.length,
      notes: [],
    };
    return {binary, ...untouched};
  }

  const name = posix.basename(path);
  const made = await splitBinary({name, facts, bytes}, splitToolsAtHand(path, facts));
  if ('problems' in made) {
    // dsymutil finds nothing where the object files of the build are gone: that is no fault of the tool.
    if (facts.format !== 'macho') throw notSplit(path, made.problems.join('; '));
    const why = `its debug information is in object files that are not here (${made.problems[0] ?? ''})`;
    const binary: SplitBinary = {
      ...common,
      action: 'impossible',
      why,
      tool: null,
      identity: null,
      debugFiles: [],
      sizeAfterBytes: bytes.length,
      notes: [],
    };
    return {binary, ...untouched};
  }
  const inFolder = [...made.debugFiles].map(
    ([file, content]) => [posix.join(posix.dirname(path), file), content] as const,
  );
  const debugFiles = new Map([...inFolder, ...pdbFiles]);
  const identity =
    pdbFiles.size > 0
      ? pdbId
      : identityOfSplit(facts, name, () => crc32(made.debugFiles.get(`${name}.debug`) ?? new Uint8Array(0)));
  const binary: SplitBinary = {
    ...common,
    action: 'split',
    why: null,
    tool: posix.basename(made.tool.replaceAll('\\', '/')),
    identity,
    debugFiles: sizes(debugFiles),
    sizeAfterBytes: made.stripped.length,
    notes: notesOf(facts, identity, made.losesSignature),
  };
  return {binary, stripped: made.stripped, debugFiles, pdbs: untouched.pdbs};
}

function debugFactsOf(bytes: Uint8Array): DebugFacts | null {
  try {
    return readDebugFacts(memorySource(bytes));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

function sizes(files: ReadonlyMap<string, Uint8Array>): SplitBinary['debugFiles'] {
  return [...files].map(([path, {length}]) => ({path, sizeBytes: length}));
}

function notSplit(path: string, problem: string): UserError {
  return new UserError({
    what: `was not split: ${problem}`,
    where: path,
    advice:
      'nothing was written for it; another program may do it: llvm-objcopy, objcopy or eu-strip on PATH',
    exitCode: EXIT.findings,
  });
}
