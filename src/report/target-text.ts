import type {BinaryReport, TargetReport} from './report.ts';

/** Where a target was read from, as the header of an artefact says it. */
const ORIGINS = {
  'wheel-tag': "from the wheel's tag",
  'file-tag': 'from the file name',
  against: 'given by --against',
  python: 'given by --python',
  import: 'from the Python library it loads',
  environment: 'from the environment around it',
} as const satisfies Record<NonNullable<TargetReport['from']>, string>;

/** `CPython 3.10 and later, stable ABI, win_amd64`; null where nothing is known. */
export function describeTarget(target: TargetReport): string | null {
  const python = describePython(target);
  if (python === null) return target.platform;
  if (target.platform === null) return python;
  // `CPython 3.13 win_amd64`, but with a comma where the first part already has one.
  return `${python}${python.includes(',') ? ',' : ''} ${target.platform}`;
}

/** The header line: `for CPython 3.6, win_amd64 (from the wheel's tag)`; null where nothing is known. */
export function describeTargetAndOrigin(target: TargetReport, kind: string = 'wheel'): string | null {
  const parts = [describePython(target), target.platform].filter(part => part !== null);
  if (parts.length === 0) return null;
  return `for ${parts.join(', ')}${target.from === null ? '' : ` (${originOf(target.from, kind)})`}`;
}

/** Eggs and bdist_wininst installers carry in their names what a wheel has in its tag. */
function originOf(from: NonNullable<TargetReport['from']>, kind: string): string {
  return from === 'wheel-tag' && (kind === 'egg' || kind === 'wininst') ? ORIGINS['file-tag'] : ORIGINS[from];
}

/**
 * The C runtime that all of the modules use, as the line of an artefact without findings says it; null where they
 * differ or none is known. Libraries beside them may bundle others.
 */
export function describeCrt(binaries: readonly BinaryReport[]): string | null {
  const modules = binaries.filter(binary => binary.role === 'module');
  const kinds = new Set(modules.map(module => [...module.crt].sort().join()));
  if (kinds.size !== 1) return null;
  const libraries = new Set(modules.flatMap(module => module.crtLibraries ?? module.crt.map(crtName)));
  return libraries.size === 0 ? null : [...libraries].join(' + ');
}

function describePython({pythons, abi, platform}: TargetReport): string | null {
  const stable = abi?.startsWith('abi3') ?? false;
  const stableText = abi?.includes('abi3t') ? 'stable ABI with free threading' : 'stable ABI';
  const first = pythons?.[0];
  if (pythons === null || first === undefined) {
    if (stable) return `CPython, ${stableText}`;
    return abi === null || abi === 'none' ? null : abi;
  }
  if (stable) return `CPython ${first} and later, ${stableText}`;
  const extras = abiExtras(abi, platform).filter(extra => extra !== FREE_THREADED || !first.endsWith('t'));
  return [`CPython ${enumerate(pythons)}`, ...extras].join(', ');
}

const FREE_THREADED = 'free-threaded';

/** What the flags of an ABI tag add to its version (PEP 3149; `u` and its absence mean something up to 3.2, off Windows). */
function abiExtras(abi: string | null, platform: string | null): string[] {
  const match = /^cp(\d)\d+([a-z]*)$/.exec(abi ?? '');
  if (!match) return [];
  const [, major, flags = ''] = match;
  const extras: string[] = [];
  if (flags.includes('t')) extras.push(FREE_THREADED);
  if (flags.includes('d')) extras.push('debug build');
  if (major === '2' && platform !== null && !platform.startsWith('win')) {
    extras.push(flags.includes('u') ? 'UCS4' : 'UCS2');
  }
  return extras;
}

function enumerate(items: readonly string[]): string {
  return items.length < 2
    ? items.join()
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** The name of a C runtime for a reader, from the one that the JSON report uses. */
export function crtName(crt: string): string {
  if (crt === 'ucrt') return 'UCRT';
  if (crt === 'static') return 'static C runtime';
  return /^(msvc|vcruntime|ucrt)/.test(crt) ? `${crt.toUpperCase()}.DLL` : crt;
}
