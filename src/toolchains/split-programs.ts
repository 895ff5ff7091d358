import type {Machine} from '../binary/facts.ts';
import {readAs, type TableReader} from './table-reader.ts';

/** A program, and the package that has it in Debian and its kin. */
interface NamedProgram {
  readonly program: string;
  readonly package: string;
}

/** A program that goes by several names, best first. */
interface NamedPrograms {
  readonly programs: readonly string[];
  readonly package: string;
}

/** Programs of one machine: those with a prefix before their names. */
interface PrefixedPrograms {
  readonly prefix: string;
  readonly package: string;
}

/** What takes debug information apart: toolchains/objcopy.yaml. */
export interface SplitPrograms {
  readonly any_machine: {
    readonly objcopy: NamedProgram;
    readonly 'eu-strip': NamedProgram;
    readonly dsymutil: NamedPrograms;
    readonly mach_strip: NamedPrograms;
  };
  readonly elf: Readonly<Partial<Record<Machine, PrefixedPrograms>>>;
  readonly pe: Readonly<Partial<Record<Machine, PrefixedPrograms>>>;
}

/** Typed access to the table. */
export function splitPrograms(read: TableReader): SplitPrograms {
  return readAs<SplitPrograms>(read, 'objcopy.json');
}
