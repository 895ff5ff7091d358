/** The part of elfy 1.0.0 that is used here; the package has no types of its own. */
declare module 'elfy' {
  interface ElfyHeader {
    readonly class: '32' | '64';
    readonly endian: 'lsb' | 'msb';
    readonly phoff: number;
    readonly shoff: number;
    readonly flags: number;
    readonly phentsize: number;
    readonly phnum: number;
    readonly shentsize: number;
    readonly shnum: number;
    readonly shstrndx: number;
  }

  interface ElfyProgram {
    readonly offset: number;
    readonly vaddr: number;
    readonly filesz: number;
    readonly memsz: number;
    readonly align: number;
    /** `r`, `w`, `x`, or the number of an unnamed bit. */
    readonly flags: Readonly<Record<string, true>>;
  }

  class Parser {
    /** Throws on another class than 1 and 2, another byte order than 1 and 2, or fewer than 64 bytes. */
    parseHeader(bytes: Buffer): ElfyHeader;
    /** Throws when `count` entries are longer than `bytes`. */
    sliceChunks(bytes: Buffer, offset: number, count: number, size: number): Buffer[];
    /** Throws when `entry` is shorter than a program header of the class. */
    parseProgram(entry: Buffer, header: ElfyHeader, body: Buffer): ElfyProgram;
  }

  const elfy: {readonly Parser: typeof Parser};
  export default elfy;
  export type {ElfyHeader, Parser};
}
