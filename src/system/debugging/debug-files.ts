import {type ByteSource, pagedSource} from '../../binary/byte-source.ts';
import {CodeLocator, type CodePlace, type LocateOptions} from '../../binary/dwarf/locate-code.ts';
import type {DwarfSections} from '../../binary/dwarf/sections.ts';
import {readElfDwarfSections} from '../../binary/elf/sections-for-debug.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {type OpenFile, openFile} from '../open-file.ts';

interface DebugFile {
  readonly file: OpenFile;
  readonly source: ByteSource;
  readonly dwarf: DwarfSections;
  readonly locator: CodeLocator;
}

/** What code is looked up in, most of it first; what else is needed is small, or seldom there. */
const LARGE_SECTIONS = ['info', 'line', 'rnglists', 'str'] as const;

/** ELF files with DWARF that stay open, with what was decompressed of them, until they are closed. */
export class DebugFiles {
  readonly #known = new Map<string, DebugFile | null>();

  /**
   * Decompresses and reads what looking up code takes most time with, so that it is at hand: to be done while another
   * program runs. Debian's Python has 16 MB of it. A file that cannot be read is left for later.
   */
  prepare(path: string): void {
    try {
      const opened = this.#open(path);
      for (const name of LARGE_SECTIONS) {
        const section = opened?.dwarf.sections.get(name);
        section?.read(section.size - 1, 1);
      }
      opened?.locator.prepare();
    } catch (error) {
      if (!(error instanceof UserError || error instanceof UnreadableError)) throw error;
    }
  }

  /**
   * What the DWARF of a file says of virtual addresses, in their order: innermost function first; empty where it says
   * nothing, or cannot be read. Throws a UserError for a file that is not there.
   */
  places(
    path: string,
    addresses: readonly number[],
    options: LocateOptions = {},
  ): readonly (readonly CodePlace[])[] {
    try {
      const opened = this.#open(path);
      if (opened) return opened.locator.locate(addresses, options);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
    }
    return addresses.map(() => []);
  }

  close(): void {
    for (const opened of this.#known.values()) {
      for (const section of opened?.dwarf.sections.values() ?? []) section.close?.();
      opened?.source.close?.();
      opened?.file.close();
    }
    this.#known.clear();
  }

  #open(path: string): DebugFile | null {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const file = openFile(path);
    let opened: DebugFile | null = null;
    try {
      const source = pagedSource(file);
      const dwarf = readElfDwarfSections(source, {isScattered: true});
      opened = {file, source, dwarf, locator: new CodeLocator(dwarf, source.size)};
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
    } finally {
      if (!opened) file.close();
    }
    this.#known.set(path, opened);
    return opened;
  }
}
