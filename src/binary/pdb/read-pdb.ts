import type {ByteSource} from '../byte-source.ts';
import type {CompilationUnit, CompileFacts} from '../compile-facts.ts';
import {UnreadableError} from '../unreadable.ts';
import {type BuildInfo, buildInfoOf, buildInfoReader} from './build-info.ts';
import {compilationUnit, isOfCompiler} from './compilation-unit.ts';
import {type PdbModule, readDbi, readDbiAge} from './dbi-stream.ts';
import {openIdRecords} from './id-records.ts';
import {readInfoStream} from './info-stream.ts';
import {readModuleSymbols} from './module-symbols.ts';
import {type Msf, openMsf} from './msf.ts';
import {readSourceFiles} from './source-files.ts';
import {openStringTable} from './string-table.ts';

/** What a debugger compares with the RSDS record of an executable. */
export interface PdbIdentity {
  /** Lower-case 8-4-4-4-12 hexadecimal, as in {@link CodeView.guid}. */
  readonly guid: string;
  /**
   * The age that must equal that of the RSDS record: the one of the DBI stream, which the linker writes, where there
   * is one and it is not 0, else that of the PDB info stream. Tools that add to a finished PDB (pdbstr) count up the
   * info stream's only (dotnet/symstore#97, getsentry/pdb#44, llvm/llvm-project#57300).
   */
  readonly age: number;
  /** Seconds since 1970 at which the PDB was made, or a hash of its content. */
  readonly signature: number;
  /** The age of the DBI stream; null without that stream. */
  readonly dbiAge: number | null;
}

/** Reads the identity of a PDB. Throws an UnreadableError for what is no PDB, of another format, or damaged. */
export function readPdbIdentity(source: ByteSource): PdbIdentity {
  const msf = openMsf(source);
  const {guid, age, signature} = readInfoStream(msf);
  const dbiAge = readDbiAge(msf);
  return {guid, age: dbiAge || age, signature, dbiAge};
}

/**
 * How the modules of a PDB were compiled: one unit for each that a compiler made, none for those of the linker and for
 * import libraries. Throws an UnreadableError where there is no such module (a stripped PDB), and for damage.
 */
export function readPdbCompileFacts(pdb: ByteSource): CompileFacts {
  const msf = openMsf(pdb);
  const names = openStringTable(msf, readInfoStream(msf).namedStreams.get('/names'));
  const buildInfo = lazyBuildInfo(msf);
  const isTaken = new Set<number>();
  const units: CompilationUnit[] = [];
  for (const module of readDbi(msf)?.modules ?? []) {
    const reader = takeStream(msf, module, isTaken);
    if (!reader) continue;
    const symbols = readModuleSymbols(module, reader);
    const compiler = symbols.compilers.find(isOfCompiler);
    if (!compiler) continue;
    const call =
      symbols.buildInfo === null
        ? buildInfoOf(new Map([...symbols.environment, ...compiler.environment]))
        : buildInfo(symbols.buildInfo);
    const files = names ? readSourceFiles(module, reader, names) : [];
    units.push(compilationUnit(module, compiler, call, files, symbols.hasSpeedOptimised));
  }
  if (units.length === 0) {
    throw new UnreadableError('unsupported', 'the PDB names no compiler: its private symbols were stripped');
  }
  return {format: 'codeview', units};
}

/** A module's stream, which is its own: a file whose modules share one would cost the square of its size. */
function takeStream(msf: Msf, {stream}: PdbModule, isTaken: Set<number>) {
  if (stream === null) return null;
  if (isTaken.has(stream)) throw new UnreadableError('truncated', 'two modules have the same symbols');
  isTaken.add(stream);
  return msf.stream(stream);
}

const UNKNOWN = buildInfoOf(new Map());

/** Opens the IPI stream with the first module that refers to it; calls are read once however many share them. */
function lazyBuildInfo(msf: Msf): (index: number) => BuildInfo {
  let read: ((index: number) => BuildInfo) | null = null;
  const known = new Map<number, BuildInfo>();
  return index => {
    // 0 is no type index: LLVM writes it where the compiler records nothing.
    if (index === 0) return UNKNOWN;
    const seen = known.get(index);
    if (seen) return seen;
    if (!read) {
      const records = openIdRecords(msf);
      read = records ? buildInfoReader(records, msf.sizeBytes) : () => UNKNOWN;
    }
    const info = read(index);
    known.set(index, info);
    return info;
  };
}
