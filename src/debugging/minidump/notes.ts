import type {MinidumpFacts} from '../../binary/minidump/read-minidump.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {Traceback} from '../traceback/model.ts';
import {baseName} from '../verdict/frame-words.ts';

/** Modules of a minidump that are not on this machine. */
export interface AbsentModules {
  readonly missing: readonly Pick<SymbolSubject, 'name'>[];
  /** Names of those of which a file of another build is here. */
  readonly others: readonly string[];
}

/** What a traceback of a minidump lacks, and what would help: a sentence each. */
export function minidumpNotes(
  traceback: Traceback,
  {hasFullMemory}: Pick<MinidumpFacts, 'hasFullMemory'>,
  {missing, others}: AbsentModules,
): readonly string[] {
  const walked = new Set(
    traceback.threads
      .flatMap(({frames}) => frames)
      .flatMap(frame => (frame.kind === 'c' && frame.module !== null ? [baseName(frame.module)] : [])),
  );
  // Without the interpreter's own file no frame of Python's is found.
  const wanted = missing.map(({name}) => name).filter(name => walked.has(name) || PYTHON.test(name));
  const [other, absent] = [wanted.filter(isOther(others)), wanted.filter(name => !isOther(others)(name))];
  return [
    ...(hasFullMemory
      ? []
      : [
          "the dump has not all memory of the process: Python's frames and objects are in full dumps only (DumpType 2 of LocalDumps, procdump -ma)",
        ]),
    ...other.map(name => `${name} is here, but of another build than the dump's: it is not used`),
    ...(absent.length === 0
      ? []
      : [
          `not on this machine, so that frames may be missing: ${absent.join(', ')} (--symbols FOLDER of theirs)`,
        ]),
  ];
}

const PYTHON = /^python3\d+(?:_d)?\.dll$/i;

function isOther(others: readonly string[]): (name: string) => boolean {
  return name => others.includes(name);
}
