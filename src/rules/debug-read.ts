import {posix, win32} from 'node:path';
import {type ByteSource, memorySource} from '../binary/byte-source.ts';
import type {CompilationUnit, CompileFacts} from '../binary/compile-facts.ts';
import type {DebugFacts} from '../binary/facts.ts';
import {readPdbCompileFacts} from '../binary/pdb/read-pdb.ts';
import {readDebugFacts} from '../binary/read-binary.ts';
import {readCompileFacts} from '../binary/read-compile-facts.ts';
import {UnreadableError} from '../binary/unreadable.ts';
import {identities} from './debug-identity.ts';
import type {
  DebugCompilation,
  DebugFile,
  DebuggedBinary,
  DebugInfo,
  DebugReader,
  DebugUnit,
  DebugWorld,
} from './debug-info.ts';
import {type DebugPlace, debugPlaces, namedDebugFile} from './debug-places.ts';
import {type SourceReader, sourceReader} from './debug-source-text.ts';

/** Reads debug information: in the binary, or in the file that its identity belongs to. */
export function debugReader(world: DebugWorld): DebugReader {
  return (binary, source, openInArchive) => readDebugInfo(binary, source, openInArchive, world);
}

function readDebugInfo(
  binary: DebuggedBinary,
  source: ByteSource,
  openInArchive: (path: string) => ByteSource | null,
  world: DebugWorld,
): DebugInfo {
  const whole = binary.location === null ? inMemory(source) : source;
  const debug = attempt(() => readDebugFacts(whole), NO_DEBUG_FACTS);
  const none: DebugFile = {state: 'none', named: namedDebugFile(binary, debug.value), looked: []};
  const isInObjectFiles = debug.value.debugMap === true;
  if (debug.value.dwarf) {
    const {value, problem} = attempt(() => readCompileFacts(whole), null);
    return {compile: compilation(value, world), debugFile: none, problem, isInObjectFiles};
  }
  const found = findDebugFile(binary, whole, debug.value, openInArchive, world);
  return {
    compile: compilation(found.facts, world),
    debugFile: found.file.state === 'none' ? {...none, looked: found.file.looked} : found.file,
    problem: debug.problem ?? found.problem,
    isInObjectFiles,
  };
}

const NO_DEBUG_FACTS: DebugFacts = {dwarf: false, symbolTable: false, debugLink: null};

interface FoundFile {
  readonly file: DebugFile;
  readonly facts: CompileFacts | null;
  readonly problem: string | null;
}

/** The first file that matches; else the first that is there and does not. */
function findDebugFile(
  binary: DebuggedBinary,
  source: ByteSource,
  debug: DebugFacts,
  openInArchive: (path: string) => ByteSource | null,
  world: DebugWorld,
): FoundFile {
  const places = debugPlaces(binary, debug, world.debugFolders);
  let other: FoundFile | null = null;
  for (const place of places) {
    const file = place.in === 'machine' ? world.open(place.path) : openInArchive(place.path);
    if (!file) continue;
    try {
      const content = place.in === 'archive' ? inMemory(file) : file;
      const found = judgeFile(place, content, source, binary, debug);
      if (found.file.state === 'matching') return found;
      other ??= found;
    } finally {
      file.close?.();
    }
  }
  const looked = places.map(({path}) => path);
  return other ?? {file: {state: 'none', named: null, looked}, facts: null, problem: null};
}

const KINDS = {pdb: 'GUID and age', 'crc-32': 'CRC-32', 'build-id': 'build-id', uuid: 'UUID'} as const;

function judgeFile(
  {path, by}: DebugPlace,
  file: ByteSource,
  source: ByteSource,
  {facts}: DebuggedBinary,
  debug: DebugFacts,
): FoundFile {
  const identity = attempt(() => identities(file, by, facts, debug), null);
  const {wanted, found} = identity.value ?? {wanted: 'a debug file', found: identity.problem ?? 'none'};
  if (wanted !== found) {
    return {
      file: {state: 'mismatched', path, identity: KINDS[by], wanted, found},
      facts: null,
      problem: null,
    };
  }
  const read = attempt(
    () => (by === 'pdb' ? readPdbCompileFacts(file) : readCompileFacts(source, file)),
    null,
  );
  return {file: {state: 'matching', path}, facts: read.value, problem: read.problem};
}

function compilation(facts: CompileFacts | null, world: DebugWorld): DebugCompilation | null {
  if (!facts) return null;
  const {format, units, uncovered} = facts;
  const read = sourceReader(world);
  return {
    format,
    units: units.map(unit => debugUnit(unit, world, read)),
    ...(uncovered ? {uncovered} : {}),
  };
}

function debugUnit(whole: CompilationUnit, world: DebugWorld, read: SourceReader): DebugUnit {
  const {files: _, ...unit} = whole;
  const path = sourcePath(unit.source, unit.directory);
  const exists = path === null ? null : world.exists(path);
  const asks = path !== null && exists === true ? read(whole, path) : [];
  return {...unit, path, exists, ...(asks.length > 0 ? {asksToOptimise: asks} : {})};
}

/** Where the primary source was; null for none and for names in angle brackets (`<artificial>`, an LTO link). */
export function sourcePath(source: string | null, directory: string | null): string | null {
  // rustc names a unit `src/lib.rs/@/speed.1234-cgu.0`: the file and the part of it.
  const file = source?.replace(/[/\\]@[/\\].*$/, '') ?? '';
  if (file === '' || /^<.*>$/.test(file)) return null;
  const folder = directory ?? '';
  const isWindows = [file, folder].some(one => /^[a-z]:[/\\]|^\\\\/i.test(one));
  const {isAbsolute, join, normalize} = isWindows ? win32 : posix;
  return isAbsolute(file) ? normalize(file) : join(folder, file);
}

/** An archive's members are inflated from the start for each step back; debug information is read to and fro. */
const MAX_IN_MEMORY_BYTES = 512 * 1024 * 1024;

function inMemory(source: ByteSource): ByteSource {
  if (source.size > MAX_IN_MEMORY_BYTES) return source;
  return memorySource(source.read(0, source.size));
}

/** Debug information that is broken is no reason not to judge the rest. */
function attempt<T, F>(read: () => T, fallback: F): {readonly value: T | F; readonly problem: string | null} {
  try {
    return {value: read(), problem: null};
  } catch (error) {
    if (error instanceof UnreadableError) return {value: fallback, problem: error.unreadable.detail};
    throw error;
  }
}
