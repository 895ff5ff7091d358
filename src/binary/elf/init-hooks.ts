/** PEP 3121, PEP 489, PEP 793; `init` is Python 2's. */
const PREFIXES = ['PyInit_', 'PyInitU_', 'PyModExport_', 'PyModExportU_', 'init'].map(text =>
  Buffer.from(text),
);

const UPPER_P = 0x50;
const LOWER_I = 0x69;

/**
 * Whether the name in `bytes` from `start` is one that Python calls to initialise a module. It looks at bytes, since
 * to decode 200,000 names for the one that counts would take most of the time.
 */
export function isInitHook(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start];
  if (first !== UPPER_P && first !== LOWER_I) return false;
  for (let i = 0; i < PREFIXES.length; i++) if (hasNameBehind(bytes, start, PREFIXES[i])) return true;
  return false;
}

/** A hook names its module, so something must follow. */
function hasNameBehind(bytes: Uint8Array, start: number, prefix: Uint8Array | undefined): boolean {
  if (prefix === undefined) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return (bytes[start + prefix.length] ?? 0) !== 0;
}
