import {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {Abbreviations} from './abbreviations.ts';
import type {FormValue} from './forms.ts';
import {lineAt, type SourceLine} from './line-program.ts';
import {PathJoiner} from './paths.ts';
import type {DwarfSections} from './sections.ts';
import {DwarfStrings, stringOffsets} from './strings.ts';
import {AT, readUnitEntry} from './unit-attributes.ts';
import {readUnitHeaders, type UnitHeader} from './unit-header.ts';
import {UnitRanges} from './unit-ranges.ts';

const BUDGET_FACTOR = 16;

/**
 * The source line of an address, by the line program of the unit that covers it; null where none does. Versions 2 to 5.
 * `fileBytes` bounds the work. Throws {@link UnreadableError}.
 */
export function dwarfLineAt(dwarf: DwarfSections, fileBytes: number, address: number): SourceLine | null {
  const [info, abbrev, line] = (['info', 'abbrev', 'line'] as const).map(name => dwarf.sections.get(name));
  if (!info || !abbrev || !line) return null;
  const budget = new WorkBudget(BUDGET_FACTOR * fileBytes);
  const reader = new FieldReader(info, dwarf.littleEndian);
  const abbreviations = new Abbreviations(new FieldReader(abbrev, dwarf.littleEndian), budget);
  const ranges = new UnitRanges(dwarf, budget);
  const strings = new DwarfStrings(dwarf, budget);
  const paths = new PathJoiner(budget);
  for (const header of readUnitHeaders(reader, budget)) {
    const values = readUnitEntry(reader, header, abbreviations, budget)?.values;
    const at = values && numberOf(values.get(AT.statementList));
    if (!values || at === null || at === undefined || !covers(ranges, header, values, address)) continue;
    const offsets = stringOffsets(header, numberOf(values.get(AT.stringOffsetsBase)));
    const text = (value: FormValue | undefined): string | null => strings.text(value, offsets);
    return lineAt(new FieldReader(line, dwarf.littleEndian), at, address, {
      directory: text(values.get(AT.directory)),
      text,
      paths,
      budget,
    });
  }
  return null;
}

function covers(
  ranges: UnitRanges,
  header: UnitHeader,
  values: ReadonlyMap<number, FormValue>,
  address: number,
): boolean {
  return ranges.of(header, values)?.some(([start, end]) => address >= start && address < end) ?? false;
}

function numberOf(value: FormValue | undefined): number | null {
  return value?.kind === 'number' ? value.value : null;
}
