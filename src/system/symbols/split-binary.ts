import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import {memorySource} from '../../binary/byte-source.ts';
import type {BinaryFacts} from '../../binary/facts.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {elfSplitProblem} from '../../symbols/publish/prove-elf-split.ts';
import {losesSignature, machoSplitProblem} from '../../symbols/publish/prove-macho-split.ts';
import {peSplitProblem} from '../../symbols/publish/prove-pe-split.ts';
import {factsOfPart, type SplitParts} from '../../symbols/publish/split-parts.ts';
import {type SplitTool, splitCalls} from '../../symbols/publish/split-tools.ts';
import {loadExeca} from '../programs.ts';

/** A binary whose debug information is in it, or in the object files that its debug map names. */
export interface BinaryToSplit {
  /** Base name. */
  readonly name: string;
  readonly facts: BinaryFacts;
  readonly bytes: Uint8Array;
}

/** The parts of a binary. */
export interface SplitBytes {
  readonly stripped: Uint8Array;
  /** By their paths beside the binary, with `/`: one file, or those of a dSYM bundle. */
  readonly debugFiles: ReadonlyMap<string, Uint8Array>;
  /** A signature does not hold any more. */
  readonly losesSignature: boolean;
}

/** Splits a binary by the first of the programs whose parts prove right; else says in clauses what was wrong with each. */
export async function splitBinary(
  binary: BinaryToSplit,
  tools: readonly SplitTool[],
): Promise<(SplitBytes & {readonly tool: string}) | {readonly problems: readonly string[]}> {
  const problems: string[] = [];
  for (const tool of tools) {
    const made = await splitWith(tool, binary);
    if (typeof made !== 'string') return {...made, tool: tool.program};
    problems.push(`${tool.program}: ${made}`);
  }
  return {problems};
}

/** The parts, or one clause why they are not right. */
async function splitWith(tool: SplitTool, binary: BinaryToSplit): Promise<SplitBytes | string> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-split-'));
  try {
    // Programs write the base name of the debug file into the binary, so it must have its own from the beginning.
    const debugFile = `${binary.name}${tool.family === 'dsymutil' ? '.dSYM' : '.debug'}`;
    const files = {input: join('in', binary.name), stripped: join('out', binary.name), debugFile};
    mkdirSync(join(folder, 'in'));
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, files.input), binary.bytes);
    const execa = await loadExeca();
    for (const [program = '', ...words] of splitCalls(tool, files)) {
      const {failed, stderr, shortMessage} = await execa(program, words, {
        cwd: folder,
        reject: false,
        stdin: 'ignore',
      });
      if (failed) return stderr.trim().split('\n').at(-1) || shortMessage || 'failed';
    }
    return judged(binary, readFileSync(join(folder, files.stripped)), readAll(folder, debugFile));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A file, or all files of a bundle, by their paths below the folder. */
function readAll(folder: string, path: string): ReadonlyMap<string, Uint8Array> {
  const names = path.endsWith('.dSYM')
    ? readdirSync(join(folder, path), {recursive: true, withFileTypes: true})
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [path];
  return new Map(names.map(name => [name.replaceAll('\\', '/'), readFileSync(join(folder, name))]));
}

const PROBLEMS: Readonly<Record<BinaryFacts['format'], (parts: SplitParts) => string | null>> = {
  elf: elfSplitProblem,
  pe: peSplitProblem,
  macho: machoSplitProblem,
};

/** Nobody gets parts that are not proved. */
function judged(
  {facts, bytes}: BinaryToSplit,
  stripped: Uint8Array,
  debugFiles: ReadonlyMap<string, Uint8Array>,
): SplitBytes | string {
  const [debugName, debugBytes] =
    [...debugFiles].find(([name]) => facts.format !== 'macho' || name.includes('/Resources/DWARF/')) ?? [];
  if (debugName === undefined || debugBytes === undefined) return 'made no debug file';
  const parts: SplitParts = {
    original: memorySource(bytes),
    stripped: memorySource(stripped),
    debugFile: memorySource(debugBytes),
    debugName,
    debugCrc32: crc32(debugBytes),
  };
  try {
    const problem = PROBLEMS[facts.format](parts);
    if (problem !== null) return problem;
    const after = factsOfPart(parts.stripped);
    const isLost = facts.format === 'pe' ? facts.hardening.signed : losesSignature(facts, after);
    return {stripped, debugFiles, losesSignature: isLost};
  } catch (error) {
    if (error instanceof UnreadableError)
      return `made a file that cannot be read: ${error.unreadable.detail}`;
    throw error;
  }
}
