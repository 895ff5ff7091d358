import {lebLength, slebAt, uintAt, ulebAt} from './raw-numbers.ts';

/** Fields of a line table's head that its program runs by (DWARF 5, section 6.2.4). */
export interface LineMachine {
  readonly minimumLength: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly operandCounts: readonly number[];
  readonly littleEndian: boolean;
}

/** The number of a file, and a line in it. */
export interface LineRow {
  readonly file: number;
  readonly line: number;
}

/** DW_LNS_* and DW_LNE_* (DWARF 5, tables 7.25 and 7.26). */
const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const;
const EXTENDED = {endSequence: 1, setAddress: 2} as const;

/**
 * Runs a line program, and gives for each address, in ascending order, the last row before the first one behind it,
 * within one sequence (DWARF 5, section 6.2.5); null where there is none. A link-time optimised program has millions of
 * rows: numbers alone are kept of them. Throws {@link UnreadableError} `truncated`.
 */
export function runLineProgram(
  program: Uint8Array,
  {minimumLength, lineBase, lineRange, opcodeBase, operandCounts, littleEndian}: LineMachine,
  addresses: readonly number[],
): readonly (LineRow | null)[] {
  const found: (LineRow | null)[] = addresses.map(() => null);
  const addressSteps: number[] = [];
  const lineSteps: number[] = [];
  for (let opcode = 0; opcode < 256; opcode++) {
    const adjusted = opcode - opcodeBase;
    addressSteps.push(Math.floor(adjusted / lineRange) * minimumLength);
    lineSteps.push(lineBase + (adjusted % lineRange));
  }
  const constAdvance = addressSteps[255] ?? 0;
  const end = program.length;
  let missing = addresses.length;
  let address = 0;
  let file = 1;
  let line = 1;
  // The row before; none at the start of a sequence.
  let hasRow = false;
  let rowAddress = 0;
  let rowFile = 0;
  let rowLine = 0;
  let next = 0;
  let nextAddress = addresses[0] ?? Number.POSITIVE_INFINITY;

  for (let at = 0; at < end && missing > 0; ) {
    const opcode = program[at] ?? 0;
    at += 1;
    let isRow = false;
    let isEnd = false;
    if (opcode >= opcodeBase) {
      address += addressSteps[opcode] ?? 0;
      line += lineSteps[opcode] ?? 0;
      isRow = true;
    } else if (opcode === 0) {
      const lengthBytes = lebLength(program, at);
      const length = ulebAt(program, at, lengthBytes);
      at += lengthBytes;
      const extended = length > 0 ? program[at] : 0;
      if (extended === EXTENDED.endSequence) {
        isRow = true;
        isEnd = true;
      } else if (extended === EXTENDED.setAddress && length > 1 && length <= 9) {
        address = uintAt(program, at + 1, length - 1, littleEndian);
      }
      at += length;
    } else if (opcode === STANDARD.copy) {
      isRow = true;
    } else if (opcode === STANDARD.constAddPc) {
      address += constAdvance;
    } else if (opcode === STANDARD.fixedAdvancePc) {
      address += uintAt(program, at, 2, littleEndian);
      at += 2;
    } else if (opcode === STANDARD.advancePc || opcode === STANDARD.setFile) {
      const byte = program[at] ?? 0x80;
      const length = byte < 0x80 ? 1 : lebLength(program, at);
      const value = length > 1 ? ulebAt(program, at, length) : byte;
      if (opcode === STANDARD.setFile) file = value;
      else address += value * minimumLength;
      at += length;
    } else if (opcode === STANDARD.advanceLine) {
      const byte = program[at] ?? 0x80;
      const length = byte < 0x80 ? 1 : lebLength(program, at);
      line += length > 1 ? slebAt(program, at, length) : byte < 0x40 ? byte : byte - 0x80;
      at += length;
    } else {
      for (let left = operandCounts[opcode - 1] ?? 0; left > 0; left--) {
        at += (program[at] ?? 0x80) < 0x80 ? 1 : lebLength(program, at);
      }
    }
    if (!isRow) continue;

    if (!hasRow) {
      next = firstAtLeast(addresses, address);
      nextAddress = addresses[next] ?? Number.POSITIVE_INFINITY;
    }
    while (nextAddress < address) {
      if (found[next] === null && nextAddress >= rowAddress) {
        found[next] = {file: rowFile, line: rowLine};
        missing -= 1;
      }
      next += 1;
      nextAddress = addresses[next] ?? Number.POSITIVE_INFINITY;
    }
    hasRow = !isEnd;
    rowAddress = address;
    rowFile = file;
    rowLine = line;
    if (isEnd) {
      address = 0;
      file = 1;
      line = 1;
    }
  }
  return found;
}

/** Index of the first of ascending numbers that is at least so large. */
export function firstAtLeast(numbers: readonly number[], least: number): number {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((numbers[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
