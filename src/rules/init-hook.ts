import punycode from 'punycode/punycode.js';
import type {BinaryFacts} from '../binary/facts.ts';

/** Names that a module of that name may export for Python to start it (PEP 3121, 489, 793; `init*` on Python 2). */
export function hooksFor(moduleName: string): readonly string[] {
  // PEP 489: punycode with hyphens as underscores, and a U behind the prefix.
  const ascii = /^[\x21-\x7e]*$/.test(moduleName);
  const suffix = ascii ? `_${moduleName}` : `U_${punycode.encode(moduleName).replaceAll('-', '_')}`;
  return [`PyInit${suffix}`, `PyModExport${suffix}`, ...(ascii ? [`init${moduleName}`] : [])];
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
