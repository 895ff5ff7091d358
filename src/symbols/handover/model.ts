import type {SymbolSubject} from '../subject.ts';
import type {SymbolOutcome} from '../verdict.ts';

/** Debuggers that symbols are handed to, by the names of `--for`. */
export const DEBUGGERS = ['gdb', 'lldb', 'windbg', 'vs', 'vscode'] as const;

export type Debugger = (typeof DEBUGGERS)[number];

/** A binary, as much of it as a hand-over depends on. */
export type HandedSubject = Pick<
  SymbolSubject,
  'path' | 'name' | 'location' | 'format' | 'identity' | 'debugLink'
>;

/** What became of its debug information. */
export type FoundSymbols = Pick<SymbolOutcome, 'verdict' | 'file'> & {readonly subject: HandedSubject};

/** What a debugger must be told, before it is put into its own words. All paths are absolute. */
export interface HandOver {
  /** Folders that hold `.build-id/xx/rest.debug`, or debug files below the folders of their modules. */
  readonly debugFolders: readonly string[];
  /** Roots of SymStore trees: `NAME.pdb/KEY/NAME.pdb` below them. */
  readonly symStores: readonly string[];
  /** The folder of each PDB that lies in no tree. */
  readonly pdbFolders: readonly string[];
  /** Debug files that a debugger may have to be told one by one: PDBs, and DWARF of Mach-O files. */
  readonly modules: readonly ModuleSymbols[];
  readonly sources: readonly SourceMap[];
  /** The same for gdb, which opens recorded paths as they are, `build/../src/x.c`, so that `build` must exist. */
  readonly gdbSources: readonly SourceMap[];
  /** Whether the debugger may ask debuginfod servers; null where that is left as it is. */
  readonly debuginfod: boolean | null;
}

/** One module and its debug file. */
export interface ModuleSymbols {
  /** Its path, or its name where it lies on another machine. */
  readonly module: string;
  readonly format: 'pe' | 'macho';
  readonly file: string;
}

/** A folder as debug information records it, and where its sources are here. */
export interface SourceMap {
  readonly recorded: string;
  readonly here: string;
}

/** A name for a file or folder of this machine, in a tree that is made for a debugger. */
export interface TreeLink {
  /** Relative to the tree, with `/`. */
  readonly at: string;
  readonly to: string;
}

/** A tree of empty folders and links, for what debuggers find by their own rules of naming only. */
export interface LinkTree {
  /** Relative, outer ones first; those of the links need not be named. */
  readonly folders: readonly string[];
  readonly links: readonly TreeLink[];
}

/** Where the debug files of some binaries are, in the way that debuggers look for them. */
export interface PlacedFiles extends Pick<HandOver, 'debugFolders' | 'symStores' | 'pdbFolders' | 'modules'> {
  /** Names that make the rest found; where the tree stands is one more debug folder. */
  readonly links: readonly TreeLink[];
  /** Binaries whose debug information is nowhere on this machine. */
  readonly without: readonly HandedSubject[];
  /** Binaries whose debug file no setting makes a debugger find. */
  readonly unplaced: readonly {readonly subject: HandedSubject; readonly file: string}[];
}
