import {buildPe, type PeImportSpec} from '../builders/pe.ts';
import {type EntryParts, writeZip} from '../builders/zip.ts';

const PYTHON: PeImportSpec = {library: 'python312.dll', entries: ['PyModule_Create2', 'PyLong_FromLong']};
const RUNTIME: readonly PeImportSpec[] = [
  {library: 'VCRUNTIME140.dll', entries: ['memcpy']},
  {library: 'api-ms-win-crt-heap-l1-1-0.dll', entries: ['malloc', 'free']},
];

const IMPORTS = {
  /** What Visual Studio makes. */
  ok: [PYTHON, ...RUNTIME],
  /** `crt-static`: no C runtime at all. */
  note: [PYTHON, {library: 'KERNEL32.dll', entries: ['Sleep']}],
  /** `python-ordinal`. */
  warning: [{library: 'python312.dll', entries: ['PyModule_Create2', 17]}, ...RUNTIME],
  /** `crt-mismatch`. */
  error: [PYTHON, {library: 'msvcrt.dll', entries: ['malloc', 'free']}],
} satisfies Readonly<Record<string, readonly PeImportSpec[]>>;

/** The name of a module `speed` for CPython 3.12 on 64-bit Windows. */
export const PYD = 'speed.cp312-win_amd64.pyd';

/** A Windows module `speed` with one finding of this severity, or none. */
export function pyd(worst: keyof typeof IMPORTS): Uint8Array {
  return buildPe({
    imports: IMPORTS[worst],
    exports: {fileName: PYD, names: ['PyInit_speed']},
    dllCharacteristics: 0x160,
  }).bytes;
}

/** A zip archive of these members, in order. */
export function zip(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries: EntryParts[] = Object.entries(members).map(([name, data]) => ({name, data}));
  return writeZip({entries}).bytes;
}
