import type {Target} from '../python/target.ts';
import {formatVersion, versionDigits} from '../python/version.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {buildMarkers} from './build-markers.ts';
import type {Rule} from './rule.ts';
import {inModule} from './severity.ts';
import type {Subject} from './subject.ts';
import {describeTarget, listNames} from './wording.ts';

/** How the object layout of a binary shows: by names that only one of the two builds' inline functions call. */
type Layout = 'gil' | 'free-threaded' | null;

/** Null where neither or both kinds of names are used: most modules of 3.14t use none. */
function layoutOf(subject: Subject, toolchains: Toolchains): {layout: Layout; names: readonly string[]} {
  const names: Record<'gil' | 'free-threaded', string[]> = {gil: [], 'free-threaded': []};
  for (const {name, marker} of buildMarkers(subject, toolchains)) {
    if (marker === 'gil' || marker === 'free-threaded') names[marker].push(name);
  }
  const layout =
    names['free-threaded'].length > 0 && names.gil.length === 0
      ? 'free-threaded'
      : names.gil.length > 0 && names['free-threaded'].length === 0
        ? 'gil'
        : null;
  return {layout, names: layout ? names[layout] : []};
}

/** Whether the subject is for the other threading build than its target, by its DLL or by its names. */
export function isUnsuitablyThreaded(subject: Subject, toolchains: Toolchains): boolean {
  return threadingConflict(subject, toolchains) !== null;
}

function threadingConflict(
  subject: Subject,
  toolchains: Toolchains,
): {found: string; names: readonly string[]; isGil: boolean} | null {
  const {target, use} = subject;
  const wanted = target.freeThreaded;
  if (wanted === null || target.implementation === 'other' || subject.role === 'interpreter') return null;
  if (subject.facts.format === 'pe') {
    // CPython's own check in dynload_win.c is blind here: it takes `python313t.dll` for no Python DLL at all.
    const dll = use.libraries.find(
      ({version, freeThreaded}) => freeThreaded !== wanted && (version !== null || !mayBeStable(target)),
    );
    if (dll) return {found: `imports ${dll.library}`, names: [], isGil: !dll.freeThreaded};
  }
  const {layout, names} = layoutOf(subject, toolchains);
  if (!layout || (layout === 'free-threaded') === wanted) return null;
  return {found: `uses ${listNames(names, 2)}`, names, isGil: layout === 'gil'};
}

/**
 * Whether the target takes the other build's python3.dll or python3t.dll: an abi3t module serves Pythons with the GIL
 * too (PEP 803), and what an abi3 module has to do with python3t.dll is for the rule `abi3t`.
 */
function mayBeStable({limited, freeThreaded}: Target): boolean {
  return freeThreaded ? limited.includes('abi3t') : limited.length > 0;
}

const freeThreaded: Rule = {
  name: 'free-threaded',
  title: 'is built for the GIL and claimed for a free-threaded Python, or the reverse',
  formats: ['pe', 'elf', 'macho'],
  silences: ['python-dll-version', 'undefined-symbol', 'python-symbol-missing'],
  check(subject, {toolchains}) {
    const conflict = threadingConflict(subject, toolchains);
    if (!conflict) return [];
    const {target} = subject;
    const [version] = target.versions;
    const own = conflict.isGil ? 'with the GIL' : 'free-threaded';
    const digits = version ? versionDigits(version) : '3xx';
    const build = conflict.isGil
      ? `build it with python${version ? formatVersion(version) : '3'}t, so that Py_GIL_DISABLED is defined (on Windows also link python${digits}t.lib)`
      : 'build it with the ordinary interpreter, or tag the wheel with the free-threaded ABI';
    return [
      {
        severity: inModule(subject, 'error', 'error'),
        subject: conflict.isGil ? 'gil' : 'free-threaded',
        message: `${conflict.found}, so it is built for Python ${own}, but it is for ${describeTarget(target)}`,
        evidence: conflict.names.length > 0 ? [{label: 'uses', text: listNames(conflict.names)}] : [],
        breaks:
          subject.facts.format === 'pe'
            ? 'import: "DLL load failed", or a second interpreter in the process; the object header has another layout, so reference counts corrupt memory'
            : 'the object header has another layout: an undefined symbol at import, or reference counts that corrupt memory',
        fix: build,
      },
    ];
  },
};

export const freeThreadedRules: readonly Rule[] = [freeThreaded];
