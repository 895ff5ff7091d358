import type {SymbolSubject} from '../../symbols/subject.ts';

/** What a target holds: binaries, and sentences on what could not be read. */
export interface TargetSubjects {
  readonly subjects: SymbolSubject[];
  readonly notes: string[];
}

/** Collects the binaries of a target, each file once. */
export class FoundSubjects implements TargetSubjects {
  readonly subjects: SymbolSubject[] = [];
  readonly notes: string[] = [];
  readonly #locations = new Set<string>();

  add(subject: SymbolSubject): void {
    const {location} = subject;
    if (location !== null && this.#locations.has(location)) return;
    if (location !== null) this.#locations.add(location);
    this.subjects.push(subject);
  }

  has(location: string): boolean {
    return this.#locations.has(location);
  }

  note(note: string): void {
    this.notes.push(note);
  }
}
