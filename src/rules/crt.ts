import {parsePythonLibrary} from '../python/python-dll.ts';
import type {Target} from '../python/target.ts';
import {compareVersions, type PythonVersion, versionDigits} from '../python/version.ts';
import type {CrtFamily, Toolchains} from '../toolchains/toolchains.ts';
import {crtFamilies, runtimeImports, runtimeSymbols} from './crt-use.ts';
import type {Rule} from './rule.ts';
import {inModule, whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName, count, listNames} from './wording.ts';

/** The C runtimes that the Pythons of the target use: of the first version, and of all that may load the binary. */
export interface ExpectedCrt {
  readonly first: CrtFamily;
  readonly all: ReadonlySet<CrtFamily>;
  /** The DLL that settles it, e.g. `python36.dll`. */
  readonly dll: string;
}

/** The newest Python whose C runtime is known; stable ABI modules must fit all from their floor to it. */
const NEWEST: PythonVersion = [3, 15];

/** Null where the target, or its C runtime, is not known. */
export function expectedCrt(subject: Subject, toolchains: Toolchains): ExpectedCrt | null {
  const {target, facts} = subject;
  if (facts.format !== 'pe' || target.implementation === 'other') return null;
  if (target.interpreter?.crt) {
    const {crt, path} = target.interpreter;
    return {first: crt, all: new Set([crt]), dll: baseName(path)};
  }
  if (target.platforms.some(({system}) => system === 'mingw' || system === 'cygwin')) return null;
  const versions = supportedVersions(target);
  const families = versions.map(([major, minor]) => toolchains.crt.ofPython(major, minor, facts.machine));
  const [first] = families;
  const known = families.filter(family => family !== null);
  if (!first || known.length < families.length) return null;
  const [version] = versions;
  const dll =
    target.limited.length > 0 ? 'python3.dll' : `python${version ? versionDigits(version) : '3'}.dll`;
  return {first, all: new Set(known), dll};
}

/** Every version that may load the binary; without a floor the first whose wheels could be tagged abi3 in practice, 3.5. */
function supportedVersions(target: Target): readonly PythonVersion[] {
  if (target.limited.length === 0) return target.versions;
  const floor = target.versions[0] ?? [3, 5];
  const versions: PythonVersion[] = [];
  for (let minor = floor[1]; compareVersions([3, minor], NEWEST) <= 0; minor += 1) versions.push([3, minor]);
  return versions;
}

const crtMismatch: Rule = {
  name: 'crt-mismatch',
  title: 'uses a C runtime that is not the one of its pythonXY.dll',
  formats: ['pe'],
  check(subject, {toolchains}) {
    if (subject.facts.format !== 'pe' || subject.role !== 'module') return [];
    const expected = expectedCrt(subject, toolchains);
    const runtimes = runtimeImports(subject.facts, toolchains);
    const [used] = crtFamilies(runtimes);
    if (!expected || !used || used === expected.first) return [];
    const wanted = toolchains.crt.info(expected.first);
    const usesApi = subject.use.libraries.length > 0;
    const severity = usesApi && !expected.all.has(used) ? 'error' : 'warning';
    return [
      {
        severity,
        subject: used,
        message: `uses C runtime ${toolchains.crt.info(used).display}, but ${expected.dll} uses ${wanted.display}`,
        evidence: [{label: 'imports', text: listNames(runtimeSymbols(runtimes, used))}],
        breaks: usesApi
          ? 'memory, a FILE*, a file descriptor, errno or an environment variable handed from one runtime to the other'
          : 'nothing while it stays apart from Python: it imports no Python API; memory or FILE* must not cross',
        fix: crtCure(expected.first, toolchains),
      },
    ];
  },
};

function crtCure(family: CrtFamily, toolchains: Toolchains): string {
  const {msvc, mingw} = toolchains.crt.info(family);
  const compiler = `build with ${msvc}${family === 'ucrt' ? ' or later' : ''} and /MD`;
  return mingw ? `${compiler}, or with MinGW-w64: ${mingw}` : compiler;
}

const crtBundledOther: Rule = {
  name: 'crt-bundled-other',
  title: 'is a bundled library on another C runtime than Python',
  formats: ['pe'],
  check(subject, {toolchains}) {
    if (subject.facts.format !== 'pe' || subject.role !== 'library' || subject.facts.isManaged) return [];
    const expected = expectedCrt(subject, toolchains);
    const runtimes = runtimeImports(subject.facts, toolchains);
    const [used, second] = crtFamilies(runtimes);
    if (!expected || !used || second || expected.all.has(used)) return [];
    return [
      {
        severity: 'note',
        subject: used,
        message: `is a library on C runtime ${toolchains.crt.info(used).display}; ${expected.dll} uses ${toolchains.crt.info(expected.first).display}`,
        evidence: [{label: 'imports', text: listNames(runtimeSymbols(runtimes, used))}],
        breaks: 'only memory, FILE* or descriptors that this library and the module hand to each other',
        fix: 'let each side free what it allocated; or build the library for the runtime that Python uses',
      },
    ];
  },
};

const twoCrts: Rule = {
  name: 'two-crts',
  title: 'imports two C runtimes at once',
  formats: ['pe'],
  silences: ['crt-mismatch'],
  check(subject, {toolchains}) {
    if (subject.facts.format !== 'pe') return [];
    const runtimes = runtimeImports(subject.facts, toolchains);
    const families = crtFamilies(runtimes);
    if (families.length < 2) return [];
    const expected = expectedCrt(subject, toolchains);
    const displays = families.map(family => toolchains.crt.info(family).display);
    return [
      {
        severity: inModule(subject, 'error'),
        subject: [...families].sort().join('+'),
        message: `imports ${families.length} C runtimes at once: ${displays.join(' and ')}`,
        evidence: families.map(family => ({
          label: 'imports',
          text: `${toolchains.crt.info(family).display}: ${listNames(runtimeSymbols(runtimes, family), 4)}`,
        })),
        breaks:
          'memory allocated by one is freed by the other; each has its own FILE*, errno and environment',
        fix: expected
          ? `${crtCure(expected.first, toolchains)}; relink every static library with the same runtime`
          : 'relink every object and static library with the one runtime that pythonXY.dll uses',
      },
    ];
  },
};

const crtDebug: Rule = {
  name: 'crt-debug',
  title: 'imports a debug C runtime',
  formats: ['pe'],
  silences: ['crt-mismatch', 'two-crts', 'crt-redist'],
  check(subject, {toolchains}) {
    if (subject.facts.format !== 'pe') return [];
    const debug = runtimeImports(subject.facts, toolchains).filter(runtime => runtime.debug);
    if (debug.length === 0) return [];
    const dlls = debug.map(runtime => runtime.dll);
    return [
      {
        severity: whereLoaded(subject, 'error'),
        subject: dlls
          .map(dll => dll.toLowerCase())
          .sort()
          .join('+'),
        message: `imports the debug C runtime: ${listNames(dlls)}`,
        evidence: debug.map(({dll, symbols}) => ({
          label: 'imports',
          text: `${dll}: ${listNames(symbols, 4)}`,
        })),
        breaks:
          'import on any machine without Visual Studio: "DLL load failed while importing ...: The specified module could not be found."; with it, two heaps',
        fix: 'compile with /MD, not /MDd, and without _DEBUG; pyxdbg build --debug gives debug information on the release runtime',
      },
    ];
  },
};

const crtStatic: Rule = {
  name: 'crt-static',
  title: 'imports no C runtime: linked statically, if it uses one',
  formats: ['pe'],
  check(subject, {toolchains}) {
    const {facts} = subject;
    if (facts.format !== 'pe' || subject.role !== 'module' || facts.isManaged) return [];
    if (crtFamilies(runtimeImports(facts, toolchains)).length > 0) return [];
    return [
      {
        severity: 'note',
        subject: 'static',
        message: 'imports no C runtime: a static one cannot be judged from imports',
        evidence: [],
        breaks: 'nothing by itself; memory, FILE* and descriptors must not be handed to Python or back',
        fix: 'link with /MD if the module exchanges any of these with Python',
      },
    ];
  },
};

const crtRedist: Rule = {
  name: 'crt-redist',
  title: 'needs a Microsoft runtime DLL that neither Python nor the wheel ships',
  formats: ['pe'],
  check(subject, context) {
    if (subject.facts.format !== 'pe' || subject.role === 'executable') return [];
    const missing = runtimeImports(subject.facts, context.toolchains).filter(
      ({dll, kind, debug}) =>
        !debug && kind !== 'c-runtime' && kind !== 'api-set' && !isShipped(dll, subject, context),
    );
    if (missing.length === 0) return [];
    const dlls = missing.map(({dll}) => dll);
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: dlls
          .map(dll => dll.toLowerCase())
          .sort()
          .join('+'),
        message: `needs ${listNames(dlls)}, which neither Python nor the wheel ships`,
        evidence: missing.map(({dll, symbols}) => ({
          label: 'imports',
          text: `${dll} (${count(symbols.length, 'name')})`,
        })),
        breaks:
          'import where the Visual C++ Redistributable is not installed: "DLL load failed while importing ...: The specified module could not be found."',
        fix: 'run delvewheel repair on the wheel, or tell users to install the Visual C++ Redistributable',
      },
    ];
  },
};

/** With the wheel, or in python.exe's folder for every version that may load the binary. */
function isShipped(dll: string, subject: Subject, {artefact, toolchains}: RuleContext): boolean {
  if (artefact.find(dll, subject) || artefact.hasFile(dll) || artefact.system?.locate(dll, subject))
    return true;
  const {target, facts} = subject;
  const machine = facts.format === 'pe' ? facts.machine : 'unknown';
  const known =
    target.versions.length > 0
      ? target.versions
      : subject.use.libraries.flatMap(({version}) => (version ? [version] : []));
  // Of an unknown Python the benefit of the doubt: what the newest ships.
  const versions = known.length > 0 ? known : [[3, 13] as const];
  return versions.every(
    ([major, minor]) => toolchains.windows.interpreterDll(dll, major, minor, machine) === 'beside-python',
  );
}

const crtManifest: Rule = {
  name: 'crt-manifest',
  title: "keeps a Microsoft.VC90.CRT dependency in its manifest, so that it does not take python.exe's",
  formats: ['pe'],
  check(subject) {
    const [version] = subject.target.versions;
    const manifest = subject.resources?.manifest;
    if (!manifest || !version || subject.role !== 'module') return [];
    if (compareVersions(version, [2, 6]) < 0 || compareVersions(version, [3, 2]) > 0) return [];
    const identity =
      /<assemblyIdentity\b[^>]*\bname\s*=\s*["'](Microsoft\.VC90\.(?:Debug)?CRT)["'][^>]*>/i.exec(manifest);
    if (!identity) return [];
    const found = /\bversion\s*=\s*["']([\d.]+)["']/.exec(identity[0])?.[1];
    return [
      {
        severity: 'warning',
        subject: identity[1] ?? 'Microsoft.VC90.CRT',
        message: `keeps a dependency on ${identity[1]}${found ? ` ${found}` : ''} in its manifest`,
        evidence: [],
        breaks:
          'import where that assembly is not installed side by side: "DLL load failed: The application has failed to start because its side-by-side configuration is incorrect."',
        fix: "strip it, as distutils does, so that python.exe's activation context serves (or link with /MANIFEST:NO)",
      },
    ];
  },
};

/** Whether the import names a Python library: those have rules of their own. */
export function isPythonLibrary(library: string): boolean {
  return parsePythonLibrary(baseName(library)) !== null;
}

export const crtRules: readonly Rule[] = [
  crtMismatch,
  crtBundledOther,
  twoCrts,
  crtDebug,
  crtStatic,
  crtRedist,
  crtManifest,
];
