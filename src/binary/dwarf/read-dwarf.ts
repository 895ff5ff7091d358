import type {CompilationUnit, CompileFacts} from '../compile-facts.ts';
import {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {Abbreviations} from './abbreviations.ts';
import type {FormValue} from './forms.ts';
import {languageOf} from './languages.ts';
import {readLineFiles} from './line-files.ts';
import {isPseudoFile, PathJoiner} from './paths.ts';
import {type ProducerFacts, readProducer} from './producer.ts';
import type {DwarfSections} from './sections.ts';
import {DwarfStrings, type StringOffsets, stringOffsets} from './strings.ts';
import {AT, readUnitEntry, TAG_PARTIAL_UNIT, type UnitEntry} from './unit-attributes.ts';
import {readUnitHeaders, type UnitHeader} from './unit-header.ts';
import {type AddressRange, UnitRanges} from './unit-ranges.ts';

/** Tables are looked at once or twice; eight times the file allow for those that many units share. */
const BUDGET_FACTOR = 4;

/** The units, and the code that they describe: null where one of them does not tell. */
export interface DwarfFacts extends CompileFacts {
  readonly ranges: readonly AddressRange[] | null;
}

/**
 * The units of a file's DWARF; null where it has none. `fileBytes` bounds the work: the file as it lies on the disk.
 * Of each unit only the head is read. Throws {@link UnreadableError}.
 */
export function readDwarf(dwarf: DwarfSections, fileBytes: number): DwarfFacts | null {
  const info = dwarf.sections.get('info');
  const abbrev = dwarf.sections.get('abbrev');
  if (!info || !abbrev) return null;
  const reader = new UnitReader(dwarf, new WorkBudget(BUDGET_FACTOR * fileBytes));
  const units = reader.readAll(
    new FieldReader(info, dwarf.littleEndian),
    new FieldReader(abbrev, dwarf.littleEndian),
  );
  return units.length > 0 ? {format: 'dwarf', units, ranges: reader.ranges} : null;
}

class UnitReader {
  readonly #budget: WorkBudget;
  readonly #strings: DwarfStrings;
  readonly #paths: PathJoiner;
  readonly #line: FieldReader | null;
  readonly #unitRanges: UnitRanges;
  /** Null as soon as one unit does not tell. */
  ranges: AddressRange[] | null = [];
  readonly #producers = new Map<string, ProducerFacts>();
  /** Files by where their table begins and the folder that they were joined with. */
  readonly #files = new Map<string, readonly string[]>();

  constructor(dwarf: DwarfSections, budget: WorkBudget) {
    const line = dwarf.sections.get('line');
    this.#budget = budget;
    this.#strings = new DwarfStrings(dwarf, budget);
    this.#paths = new PathJoiner(budget);
    this.#unitRanges = new UnitRanges(dwarf, budget);
    this.#line = line ? new FieldReader(line, dwarf.littleEndian) : null;
  }

  readAll(info: FieldReader, abbrev: FieldReader): CompilationUnit[] {
    const abbreviations = new Abbreviations(abbrev, this.#budget);
    const units: CompilationUnit[] = [];
    for (const header of readUnitHeaders(info, this.#budget)) {
      const entry = readUnitEntry(info, header, abbreviations, this.#budget);
      // What dwz and LTO share between units was made by no call of its own.
      if (entry && !(entry.tag === TAG_PARTIAL_UNIT && !entry.values.has(AT.producer))) {
        units.push(this.#unitOf(header, entry));
        this.#addRanges(this.ranges && this.#unitRanges.of(header, entry.values));
      }
    }
    return units;
  }

  #addRanges(own: readonly AddressRange[] | null): void {
    if (own === null) this.ranges = null;
    for (const range of own ?? []) this.ranges?.push(range);
  }

  #unitOf(header: UnitHeader, {values}: UnitEntry): CompilationUnit {
    const number = (attribute: number): number | null => numberOf(values.get(attribute));
    const offsets = stringOffsets(header, number(AT.stringOffsetsBase));
    const text = (attribute: number): string | null => this.#strings.text(values.get(attribute), offsets);

    const producer = text(AT.producer);
    const name = text(AT.name);
    const directory = text(AT.directory);
    const language = languageOf(number(AT.language));
    const facts = this.#producerFacts(producer, text(AT.appleFlags));
    const tables = number(AT.statementList);
    return {
      language,
      producer,
      source: name === null || isPseudoFile(name) ? null : name,
      directory,
      files: tables === null ? [] : this.#filesOf(tables, directory, offsets),
      options: facts.options,
      optimised: number(AT.appleOptimized) === 1 ? true : language === 'assembler' ? false : facts.optimised,
      lto: facts.lto,
    };
  }

  #filesOf(at: number, directory: string | null, offsets: StringOffsets): readonly string[] {
    if (!this.#line) return [];
    const key = `${at}:${directory ?? ''}`;
    const known = this.#files.get(key);
    if (known) return known;
    const files = readLineFiles(this.#line, at, {
      directory,
      text: value => this.#strings.text(value, offsets),
      paths: this.#paths,
      budget: this.#budget,
    });
    this.#files.set(key, files);
    return files;
  }

  #producerFacts(producer: string | null, flags: string | null): ProducerFacts {
    const key = `${producer ?? ''}\0${flags ?? ''}`;
    let facts = this.#producers.get(key);
    if (!facts) {
      facts = readProducer(producer, flags);
      this.#producers.set(key, facts);
    }
    return facts;
  }
}

const numberOf = (value: FormValue | undefined): number | null =>
  value?.kind === 'number' ? value.value : null;
