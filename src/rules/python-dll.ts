import type {PythonLibrary} from '../python/python-dll.ts';
import {compareVersions, formatVersion, sameVersion, versionDigits} from '../python/version.ts';
import type {NameSet} from '../toolchains/toolchains.ts';
import {isUnsuitablyThreaded} from './free-threaded.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {count, describeTarget, listNames} from './wording.ts';

/** Windows' DLLs only: what a needed libpython means elsewhere is the rule `elf-libpython`. */
function pythonDlls(subject: Subject): readonly PythonLibrary[] {
  return subject.facts.format === 'pe' && subject.role !== 'interpreter' ? subject.use.libraries : [];
}

/** MSYS2 and Cygwin name the DLL as Unix does: `libpython3.11.dll`. */
function isOfMingw(library: string): boolean {
  return library.toLowerCase().startsWith('libpython');
}

function namesFrom(subject: Subject, library: string): readonly string[] {
  return subject.use.names.filter(name => name.library === library).map(({name}) => name);
}

const pythonDllVersion: Rule = {
  name: 'python-dll-version',
  title: 'imports the pythonXY.dll of another Python',
  formats: ['pe'],
  check(subject) {
    const {target} = subject;
    if (target.limited.length > 0 || target.versions.length === 0 || target.implementation === 'other')
      return [];
    return pythonDlls(subject).flatMap(({library, version}) => {
      const isForeign = isOfMingw(library) && target.platforms.some(({system}) => system === 'windows');
      const wrong = version
        ? target.versions.filter(wanted => isForeign || !sameVersion(wanted, version))
        : [];
      const [first] = wrong;
      if (!version || !first) return [];
      return [
        {
          severity: whereLoaded(subject, 'error'),
          subject: library.toLowerCase(),
          message: `imports ${library}, but it is for CPython ${wrong.map(formatVersion).join(', ')}`,
          evidence: [{label: 'imports', text: listNames(namesFrom(subject, library))}],
          breaks: isForeign
            ? `import: "DLL load failed": only MSYS2's Python has ${library}`
            : `import: "Module use of ${library} conflicts with this version of Python."`,
          fix: `build it with CPython ${formatVersion(first)}, so that it links python${versionDigits(first)}.lib`,
        },
      ];
    });
  },
};

const abi3VersionedDll: Rule = {
  name: 'abi3-versioned-dll',
  title: 'a stable ABI module imports pythonXY.dll instead of python3.dll',
  formats: ['pe'],
  silences: ['python-symbol-missing'],
  check(subject) {
    const {target} = subject;
    const [limited] = target.limited;
    if (!limited) return [];
    const floor = target.versions[0];
    return pythonDlls(subject).flatMap(({library, version, debug}) => {
      if (!version || debug) return [];
      const names = namesFrom(subject, library);
      const dll = limited === 'abi3t' ? 'python3t.dll' : 'python3.dll';
      return [
        {
          severity: whereLoaded(subject, 'error'),
          subject: library.toLowerCase(),
          message: `imports ${count(names.length, 'name')} from ${library}; an ${limited} module must import them from ${dll}`,
          evidence: [{label: 'imports', text: listNames(names)}],
          breaks: `every Python but ${formatVersion(version)}: "DLL load failed", or "Module use of ${library} conflicts with this version of Python."`,
          fix: `setuptools: Extension(py_limited_api=True) and define Py_LIMITED_API=${hexVersion(floor ?? version)}; PyO3: feature abi3-py${versionDigits(floor ?? version)}`,
        },
      ];
    });
  },
};

/** The value of Py_LIMITED_API for a version: `0x030A0000`. */
function hexVersion([major, minor]: readonly [number, number]): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(2, '0');
  return `0x${hex(major)}${hex(minor)}0000`;
}

const pythonDllDebug: Rule = {
  name: 'python-dll-debug',
  title: "imports a debug interpreter's DLL for a release Python, or the reverse",
  formats: ['pe'],
  silences: ['python-dll-version', 'pydebug'],
  check(subject) {
    const wantsDebug = subject.target.debug;
    return pythonDlls(subject).flatMap(({library, debug}) => {
      if (debug === wantsDebug) return [];
      return [
        {
          severity: whereLoaded(subject, 'error'),
          subject: library.toLowerCase(),
          message: debug
            ? `imports ${library}, the DLL of a debug interpreter`
            : `imports ${library}, but it is for a debug interpreter (python_d.exe)`,
          evidence: [{label: 'imports', text: listNames(namesFrom(subject, library))}],
          breaks: debug
            ? `import in the Python that everybody runs: "DLL load failed": ${library} is not there; where it is, a second interpreter in the process`
            : 'a second interpreter in the process: objects of one crash the other',
          fix: debug
            ? 'build without _DEBUG and /MDd; /Zi /Od and /DEBUG at the link give debug information in the release ABI'
            : 'build it with python_d.exe (python_d -m build), or run the release python.exe',
        },
      ];
    });
  },
};

const pythonOrdinal: Rule = {
  name: 'python-ordinal',
  title: 'imports the Python DLL by ordinal',
  formats: ['pe'],
  check(subject) {
    const {ordinals, libraries} = subject.use;
    if (ordinals.length === 0 || subject.facts.format !== 'pe') return [];
    const [library] = libraries;
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: library?.library.toLowerCase() ?? 'python',
        message: `imports ${count(ordinals.length, 'function')} of ${library?.library ?? 'the Python DLL'} by ordinal`,
        evidence: [{label: 'ordinals', text: listNames(ordinals.map(String))}],
        breaks:
          'any other build of that DLL: ordinals are not part of its ABI, so another function is called',
        fix: 'link with the python3XX.lib that comes with Python, which imports by name',
      },
    ];
  },
};

const pythonSymbolMissing: Rule = {
  name: 'python-symbol-missing',
  title: "imports a name that the target's Python DLL does not export",
  formats: ['pe'],
  check(subject, context) {
    const {target} = subject;
    if (target.limited.length > 0 && !target.interpreter) return [];
    return pythonDlls(subject).flatMap(({library, version, debug}) => {
      // No debug interpreter was measured.
      if (debug) return [];
      const table = exportTable(subject, context, version === null);
      if (!table) return [];
      if (isUnsuitablyThreaded(subject, context.toolchains)) return [];
      const missing = namesFrom(subject, library).filter(name => !exports(table, name));
      const platform = version === null ? 'windows-python3' : 'windows';
      return bySureness(missing, platform, subject, context).map(({names, isSure}) => ({
        severity: whereLoaded(subject, isSure ? 'error' : 'warning'),
        subject: [...names].sort().join('+'),
        message: `imports ${count(names.length, 'name')} that ${library} of ${describeTarget(target)} does not export`,
        evidence: names
          .slice(0, 5)
          .map(name => ({label: 'missing', text: withHistory(name, platform, context)})),
        breaks: `import${isSure ? '' : ' in a patch release that lacks it'}: "DLL load failed while importing ...: The specified procedure could not be found."`,
        fix: 'build it with the headers of the Python that loads it; use the replacement that its release notes name',
      }));
    });
  },
};

/** Python 2 names a few functions by the width of Py_ssize_t: Py_InitModule4 is Py_InitModule4_64 on 64 bits (modsupport.h). */
function exports(table: NameSet, name: string): boolean {
  return table.has(name) || table.has(`${name}_64`);
}

/** Null where no such interpreter was measured: its names are unknown. */
function exportTable(subject: Subject, {toolchains}: RuleContext, isStable: boolean): NameSet | null {
  const {target} = subject;
  if (target.interpreter?.exports && !isStable) return target.interpreter.exports;
  const [version, ...others] = target.versions;
  if (!version || others.length > 0 || target.debug || target.implementation === 'other') return null;
  const platform = isStable ? 'windows-python3' : 'windows';
  return toolchains.exports.table(platform, version[0], version[1], target.freeThreaded === true);
}

/**
 * Missing names in two groups. A private name that no older Python had may have come with a patch release after the
 * one that was measured (panda3d 1.10.16 ships a 3.13 whose own modules use some that 3.13.2 lacks); that is no
 * proof. An interpreter named by the user is.
 */
export function bySureness(
  missing: readonly string[],
  platform: 'linux' | 'macos' | 'windows' | 'windows-python3',
  {target}: Subject,
  {toolchains}: RuleContext,
): readonly {readonly names: readonly string[]; readonly isSure: boolean}[] {
  const mayBeNew = (name: string) =>
    name.startsWith('_Py') &&
    // The stable ABI's DLL gets no private names.
    platform !== 'windows-python3' &&
    target.interpreter === null &&
    !toolchains.exports
      .versionsWith(platform, name)
      .some(version => target.versions.some(wanted => compareVersions(version, wanted) < 0));
  return [
    {names: missing.filter(name => !mayBeNew(name)), isSure: true},
    {names: missing.filter(mayBeNew), isSure: false},
  ].filter(({names}) => names.length > 0);
}

/** `PyFoo (in 3.8 - 3.11)`: names the Pythons that had it. */
export function withHistory(
  name: string,
  platform: 'linux' | 'macos' | 'windows' | 'windows-python3',
  {toolchains}: RuleContext,
): string {
  const versions = toolchains.exports.versionsWith(platform, name);
  const [first] = versions;
  const last = versions.at(-1);
  if (!first || !last) return name;
  return sameVersion(first, last)
    ? `${name} (CPython ${formatVersion(first)} has it)`
    : `${name} (CPython ${formatVersion(first)} to ${formatVersion(last)} have it)`;
}

export const pythonDllRules: readonly Rule[] = [
  pythonDllVersion,
  abi3VersionedDll,
  pythonDllDebug,
  pythonOrdinal,
  pythonSymbolMissing,
];
