import {decodeText, type FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** What compiled a module: S_COMPILE2 (Visual C++ 8 and 9) or S_COMPILE3 (from Visual C++ 10 on, and LLVM). */
export interface CompileRecord {
  /** A code of CV_CFL_LANG (Microsoft's cvconst.h). */
  readonly languageCode: number;
  /** CV_CPU_TYPE_e. */
  readonly machineCode: number;
  /** Compiled with /GL: link-time code generation. */
  readonly isLtcg: boolean;
  /** Compiled without debug information. */
  readonly isWithoutDebugInfo: boolean;
  /** Four numbers of the front end, which reads the language; three of them in S_COMPILE2. */
  readonly frontEnd: string;
  /** The same of the back end, which makes the code. */
  readonly backEnd: string;
  /** The name of the compiler, e.g. `Microsoft (R) Optimizing Compiler`. */
  readonly version: string;
  /** Pairs of key and value behind an S_COMPILE2: `cwd`, `cl`, `cmd`, `src`, `pdb`. */
  readonly environment: ReadonlyMap<string, string>;
}

const LTCG = 1 << 10;
const NO_DEBUG_INFO = 1 << 9;

/** The record's content from `start` to `end` (COMPILESYM, COMPILESYM3 of microsoft-pdb, cvinfo.h). */
export function readCompileRecord(
  reader: FieldReader,
  start: number,
  end: number,
  numbers: 3 | 4,
): CompileRecord {
  const what = 'a compile record';
  const fixedBytes = 6 + 4 * numbers;
  if (start + fixedBytes > end) throw new UnreadableError('truncated', `${what} is too short`);
  const fixed = reader.view(start, fixedBytes, what);
  const flags = fixed.getUint32(0, true);
  const version = (at: number) =>
    Array.from({length: numbers}, (_, index) => fixed.getUint16(at + 2 * index, true)).join('.');
  const [name = '', ...pairs] = readStrings(reader, start + fixedBytes, end);
  return {
    languageCode: flags & 0xff,
    machineCode: fixed.getUint16(4, true),
    isLtcg: (flags & LTCG) !== 0,
    isWithoutDebugInfo: (flags & NO_DEBUG_INFO) !== 0,
    frontEnd: version(6),
    backEnd: version(6 + 2 * numbers),
    version: name,
    environment: pairUp(pairs),
  };
}

/** S_ENVBLOCK: a byte of flags, then pairs of key and value, up to an empty string. */
export function readEnvironmentBlock(
  reader: FieldReader,
  start: number,
  end: number,
): ReadonlyMap<string, string> {
  return pairUp(readStrings(reader, start + 1, end));
}

/** The text from `start` up to its NUL, or to `end` where it has none. */
export function readText(reader: FieldReader, start: number, end: number): string {
  if (start >= end) return '';
  const bytes = reader.bytes(start, end - start, 'the text of a record');
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul < 0 ? bytes.length : nul);
}

function readStrings(reader: FieldReader, start: number, end: number): string[] {
  if (start >= end) return [];
  const bytes = reader.bytes(start, end - start, 'the texts of a record');
  const strings: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at);
    const stop = nul < 0 ? bytes.length : nul;
    strings.push(decodeText(bytes, at, stop));
    at = stop + 1;
  }
  return strings;
}

const NO_PAIRS: ReadonlyMap<string, string> = new Map();

/** Keys are never empty: an empty one ends the list, and what follows it is padding. */
function pairUp(strings: readonly string[]): ReadonlyMap<string, string> {
  if (strings.length < 2) return NO_PAIRS;
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < strings.length; at += 2) {
    const key = strings[at] ?? '';
    if (key === '') break;
    pairs.set(key, strings[at + 1] ?? '');
  }
  return pairs;
}
