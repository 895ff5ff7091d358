import type {ByteSource} from '../byte-source.ts';

/** Names that only binaries have: extension modules, shared libraries with and without versions. */
const BINARY_NAME = /\.(?:pyd|dll|dylib|so)$|\.so(?:\.\d+)+$/i;

/**
 * Extensions of files that are never loaded as a binary: sources, text, data, archives, and what only a linker or a
 * debugger reads. A file of any other name is judged by its first bytes.
 */
const SKIPPED_EXTENSIONS: ReadonlySet<string> = new Set(
  [
    // Python and other sources
    'py pyc pyo pyi pyw pyx pxd pxi pyt ipynb pth c cc cpp cxx h hh hpp hxx inc inl cu cuh m mm f f90 f95 for rs go',
    'java class kt js mjs cjs ts tsx map css scss less html htm xhtml svg sh bash zsh fish bat cmd ps1 pl rb lua r jl',
    'cmake mk am in m4 pc def sip i swg proto fbs thrift asm s tcl tm',
    // text, settings, metadata
    'txt md rst tex json jsonl json5 yaml yml toml ini cfg conf xml xsd xsl xslt dtd csv tsv ecsv log typed po pot mo',
    'license pem crt cer key asc sig sha256 template tmpl j2 jinja jinja2 mako lock bib diff patch rc desktop expected',
    // data and media
    'npy npz pkl pickle pck mat h5 hdf5 nc sav arff fits hdr dectest test db sqlite sqlite3 parquet feather arrow avro',
    'gif png jpg jpeg bmp ico icns tif tiff webp exr pbm pgm ppm xbm xpm cur psd pdf ps eps ttf otf woff woff2 afm pfb',
    'wav au aif aiff aifc mp3 mp4 ogg flac avi webm pak stp',
    // archives: artefacts of their own where a folder holds them
    'zip whl egg jar gz bz2 xz zst tgz tar 7z rar cab msi deb rpm conda',
    // what a linker or a debugger reads, no loader
    'o obj a lib la exp ilk pdb ipdb iobj dwo dwp debug gch pch bc ll nbi nbc',
  ]
    .join(' ')
    .split(' '),
);

/** Folders that no Python imports a binary from: caches and the stores of version control. */
export const FOLDERS_WITHOUT_BINARIES: ReadonlySet<string> = new Set([
  '__pycache__',
  // Objects of our own builds.
  '.pyxdbg',
  '.git',
  '.hg',
  '.svn',
  '.bzr',
]);

/** How many bytes {@link looksLikeBinary} wants to see: a DOS header with its pointer to the PE header. */
export const SNIFFED_BYTES = 64;

/** Whether a file of this name is taken for a binary whatever its bytes say. */
export function hasBinaryName(path: string): boolean {
  return BINARY_NAME.test(path);
}

/** Whether a file of this name can be a binary at all. */
export function mayBeBinary(path: string): boolean {
  if (hasBinaryName(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 || !SKIPPED_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}

const ELF = 0x7f454c46;
const MACHO: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const MACHO_FAT: ReadonlySet<number> = new Set([0xcafebabe, 0xcafebabf]);
const DOS = 0x4d5a;

/** A fat header counts its slices where a Java class has its version, and those start at 45 (JDK 1.1). */
const LOWEST_CLASS_VERSION = 45;

/** Whether the first {@link SNIFFED_BYTES} of a file of `sizeBytes` are those of a PE, ELF or Mach-O file. */
export function looksLikeBinary(start: Uint8Array, sizeBytes: number): boolean {
  if (start.length < 8) return false;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const magic = view.getUint32(0);
  if (magic === ELF || MACHO.has(magic)) return true;
  if (MACHO_FAT.has(magic)) return view.getUint32(4) > 0 && view.getUint32(4) < LOWEST_CLASS_VERSION;
  // `MZ` alone starts many a text; a PE header must lie inside the file (PE format, "MS-DOS stub").
  return magic >>> 16 === DOS && start.length >= SNIFFED_BYTES && view.getUint32(0x3c, true) + 4 <= sizeBytes;
}

/** {@link looksLikeBinary} of a source's first bytes. */
export function startsLikeBinary(source: ByteSource): boolean {
  return looksLikeBinary(source.read(0, SNIFFED_BYTES), source.size);
}
