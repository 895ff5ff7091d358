import type {Machine} from '../../binary/facts.ts';
import type {SplitPrograms} from '../../toolchains/split-programs.ts';

/** How a program is called to take debug information apart. */
export type SplitFamily = 'objcopy' | 'eu-strip' | 'dsymutil';

/** A program that can do it, by its base name; distributions may add a version to LLVM's. */
export interface SplitTool {
  readonly family: SplitFamily;
  readonly program: string;
  /** For dsymutil: what takes the debug map out of the binary. */
  readonly strip: string | null;
}

/** Programs for one kind of binary, best first, and what to install where none is there. */
export interface SplitChoice {
  readonly tools: readonly SplitTool[];
  readonly install: string;
}

/** What is to be split, and the machine that pyxdbg runs on; null where GNU objcopy is no program of that system. */
export interface SplitCase {
  readonly format: 'elf' | 'pe' | 'macho';
  readonly machine: Machine;
  readonly host: Machine | null;
}

/** The programs that can split a binary. `table`: toolchains/objcopy.yaml. */
export function splitTools(table: SplitPrograms, {format, machine, host}: SplitCase): SplitChoice {
  const any = table.any_machine;
  if (format === 'macho') {
    const strips = any.mach_strip.programs;
    return {
      tools: any.dsymutil.programs.flatMap(program =>
        strips.map(strip => ({family: 'dsymutil', program, strip}) as const),
      ),
      install: `dsymutil and ${strips[0] ?? 'strip'} (Debian: apt-get install ${any.dsymutil.package}; macOS: xcode-select --install)`,
    };
  }
  const own = table[format][machine];
  const objcopy = (program: string): SplitTool => ({family: 'objcopy', program, strip: null});
  const eu: SplitTool = {family: 'eu-strip', program: any['eu-strip'].program, strip: null};
  // Debian's objcopy for x86 reads PE files, but says so only when it is called: MinGW's own is sure.
  const isNative = format === 'elf' && machine === host;
  const tools = [
    ...(isNative ? [objcopy('objcopy')] : []),
    ...(own ? [objcopy(`${own.prefix}-objcopy`)] : []),
    objcopy(any.objcopy.program),
    ...(format === 'elf' ? [eu] : []),
  ];
  const packages = [any.objcopy.package, ...(own ? [isNative ? 'binutils' : own.package] : [])];
  const names = isNative ? 'objcopy' : own ? `${own.prefix}-objcopy` : null;
  return {
    tools,
    install: `${[any.objcopy.program, ...(names === null ? [] : [names])].join(' or ')} (Debian: apt-get install ${packages.join(', or ')})`,
  };
}

/** Files of one split, absolute or relative to the folder that the program runs in. */
export interface SplitFiles {
  readonly input: string;
  readonly stripped: string;
  /** For a dSYM the folder of the bundle. */
  readonly debugFile: string;
}

/** The calls that split one file, each a list of words with the program first. `strip`: see {@link SplitTool}. */
export function splitCalls(
  {family, program, strip}: SplitTool,
  {input, stripped, debugFile}: SplitFiles,
): readonly (readonly string[])[] {
  switch (family) {
    case 'objcopy':
      // -p: without it GNU objcopy writes the present time into the header of a PE file, by which it is found.
      return [
        [program, '-p', '--only-keep-debug', input, debugFile],
        [program, '-p', '--strip-unneeded', `--add-gnu-debuglink=${debugFile}`, input, stripped],
      ];
    case 'eu-strip':
      return [[program, '-f', debugFile, '-o', stripped, input]];
    case 'dsymutil':
      return [
        [program, input, '-o', debugFile],
        // LLVM 16 leaves the debug map with -S alone; -x takes local symbols, the map's among them.
        [strip ?? 'strip', '-S', '-x', input, '-o', stripped],
      ];
  }
}
