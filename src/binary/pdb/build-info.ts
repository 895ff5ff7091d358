import {WorkBudget} from '../elf/work-budget.ts';
import {UnreadableError} from '../unreadable.ts';
import {readText} from './compile-record.ts';
import type {IdRecord, IdRecords} from './id-records.ts';

/** How a compiler was called; each null where it is not recorded. */
export interface BuildInfo {
  /** The folder of the call. */
  readonly directory: string | null;
  /** The path of the compiler. */
  readonly compiler: string | null;
  /** As it was named in the call. */
  readonly source: string | null;
  /** The PDB that the compiler wrote types into (/Zi), with /Fd's name. */
  readonly typePdb: string | null;
  /** Options as one text; compiler and source file are no part of it. */
  readonly commandLine: string | null;
}

/** Kinds of records (LLVM: CodeViewTypes.def). */
const LF_BUILDINFO = 0x1603;
const LF_SUBSTR_LIST = 0x1604;
const LF_STRING_ID = 0x1605;

/** Lists of parts do not nest in real PDBs. */
const MAX_DEPTH = 4;

/**
 * Reads LF_BUILDINFO records. `fileBytes` bounds the texts that it puts together: parts are shared by the calls of one
 * project, which is why each text is made once.
 */
export function buildInfoReader(records: IdRecords, fileBytes: number): (index: number) => BuildInfo {
  const {reader} = records;
  const texts = new Map<number, string>();
  const budget = new WorkBudget(fileBytes);

  const textOf = (index: number, depth: number): string => {
    const known = texts.get(index);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH) throw new UnreadableError('unsupported', 'its build records nest too deeply');
    const {start, end} = recordOf(index, LF_STRING_ID);
    const list = reader.u32(start, 'a text of a build record');
    const head = list === 0 ? '' : partsOf(list, depth);
    const text = head + readText(reader, start + 4, end);
    budget.spend(text.length);
    texts.set(index, text);
    return text;
  };

  const partsOf = (index: number, depth: number): string => {
    const record = recordOf(index, LF_SUBSTR_LIST);
    const what = 'a list of texts of a build record';
    const count = reader.u32(record.start, what);
    if (record.start + 4 + count * 4 > record.end)
      throw new UnreadableError('truncated', `${what} is cut off`);
    budget.spend(count);
    let text = '';
    for (let at = record.start + 4; at < record.start + 4 + count * 4; at += 4) {
      const part = textOf(reader.u32(at, what), depth + 1);
      budget.spend(part.length);
      text += part;
    }
    return text;
  };

  const recordOf = (index: number, kind: number): IdRecord => {
    const record = records.record(index);
    if (record.kind !== kind) {
      throw new UnreadableError('truncated', 'a build record refers to a record of another kind');
    }
    if (record.end - record.start < 4) throw new UnreadableError('truncated', 'a build record is cut off');
    return record;
  };

  return index => {
    const {start, end} = recordOf(index, LF_BUILDINFO);
    const count = reader.u16(start, 'a build record');
    const argument = (number: number): string | null => {
      const at = start + 2 + 4 * number;
      if (number >= count || at + 4 > end) return null;
      const id = reader.u32(at, 'a build record');
      return id === 0 ? null : textOf(id, 0) || null;
    };
    return {
      directory: argument(0),
      compiler: argument(1),
      source: argument(2),
      typePdb: argument(3),
      commandLine: argument(4),
    };
  };
}

/** The same from the pairs that Visual C++ 8 and 9 wrote behind S_COMPILE2, or that an S_ENVBLOCK holds. */
export function buildInfoOf(environment: ReadonlyMap<string, string>): BuildInfo {
  const value = (key: string) => environment.get(key) || null;
  return {
    directory: value('cwd'),
    compiler: value('cl') ?? value('exe'),
    source: value('src'),
    typePdb: value('pdb'),
    commandLine: value('cmd'),
  };
}
