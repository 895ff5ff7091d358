import punycode from 'punycode/punycode.js';
import type {BinaryFacts} from '../binary/facts.ts';
import type {FileTag} from '../python/file-tag.ts';

/** Names that a module of that name may export for Python to start it (PEP 3121, 489, 793; `init*` on Python 2). */
export function hooksFor(moduleName: string): readonly string[] {
  // PEP 489: punycode where it is not ASCII, and a U behind the prefix. Hyphens become underscores in either
  // (Python/importdl.c, "get_encoded_name"); Python 2 took the name as it is.
  const ascii = /^[\x21-\x7e]*$/.test(moduleName);
  const encoded = (ascii ? moduleName : punycode.encode(moduleName)).replaceAll('-', '_');
  const suffix = `${ascii ? '' : 'U'}_${encoded}`;
  return [`PyInit${suffix}`, `PyModExport${suffix}`, ...(ascii ? [`init${moduleName}`] : [])];
}

/** The same for a file. `speed_d.pyd` is a debug interpreter's `speed`, or a release module's whole name. */
export function ownHooks({moduleName, debugName}: FileTag, path: string): readonly string[] {
  const names = debugName ? [moduleName, `${moduleName}_d`] : [moduleName];
  return names.flatMap(name => hooksFor(importedName(name, path)));
}

/** The name by which Python imports a file: a package's `__init__` goes by the package's. */
export function importedName(moduleName: string, path: string): string {
  return moduleName === '__init__' ? (path.split('/').at(-2) ?? moduleName) : moduleName;
}

/** All initialisation hooks, those of every slice of a fat Mach-O file once. */
export function initHooks(facts: BinaryFacts): readonly string[] {
  if (facts.format !== 'macho') return facts.initHooks;
  return [...new Set(facts.slices.flatMap(slice => slice.initHooks))];
}

/** Whether a hook is one of Python 3's, which no other library exports by accident; `init*` is a common name. */
export function isCertainHook(hook: string): boolean {
  return /^Py(Init|ModExport)U?_/.test(hook);
}
