import type {DebugUnit} from './debug-info.ts';

/**
 * Sources of what a compiler brings along and links into each product, by their paths as distributions build them:
 * Rust's standard library (rustc's `--remap-path-prefix`), glibc's and gcc's start files, libgcc, libstdc++,
 * compiler-rt, mingw-w64's runtime, Visual C++'s start-up code and UCRT.
 */
const RUNTIME_SOURCES: readonly RegExp[] = [
  /^\/rustc\/[0-9a-f]{40}\/|^\/rust\/deps\//,
  /(^|\/)(sysdeps|csu)\/.*\.[cS]$/,
  /(^|\/)glibc-[\d.]+\//,
  /\/(libgcc|libstdc\+\+-v3|compiler-rt\/lib)\//,
  /\/crtstuff\.c$/,
  /\/mingw-w64(-v?[\d.]+)?\/|\/mingw-w64-crt\//,
  /\/(vctools\/crt|vcstartup|minkernel\/crts)\//i,
];

/** Units that the project answers for: neither hand-written assembly nor what the compiler links in by itself. */
export function countedUnits(units: readonly DebugUnit[]): readonly DebugUnit[] {
  return units.filter(unit => unit.language !== 'assembler' && !isRuntime(unit));
}

function isRuntime({path, source, directory}: DebugUnit): boolean {
  const texts = [path, source, directory === null ? null : `${directory}/`];
  return texts.some(
    text => text !== null && RUNTIME_SOURCES.some(one => one.test(text.replaceAll('\\', '/'))),
  );
}

/**
 * Units out of a static library that was built elsewhere: their sources are gone, though those of other units are
 * there. DWARF does not name the library, so there a folder of compilation of its own has to tell.
 */
export function foreignUnits(units: readonly DebugUnit[]): ReadonlySet<DebugUnit> {
  const own = units.filter(({exists}) => exists === true);
  if (own.length === 0) return new Set();
  const folders = new Set(own.map(({directory}) => directory));
  return new Set(
    units.filter(
      ({exists, library, directory}) =>
        exists === false && (library !== undefined || !folders.has(directory)),
    ),
  );
}

/** What a unit is called in a list: its source as recorded. */
export function unitName({source, directory, lto}: DebugUnit): string {
  // rustc adds the part of the crate: `src/lib.rs/@/speed.0123-cgu.0`.
  if (source !== null) return source.replace(/[/\\]@[/\\].*$/, '');
  return `${lto ? 'made at the link' : 'without a source'}${directory === null ? '' : `, in ${directory}`}`;
}
