import type {ArtefactReport, BinaryReport, CheckReport, TargetReport} from '../../src/report/report.ts';
import type {Finding} from '../../src/rules/finding.ts';
import {verdictOf} from '../../src/rules/verdict.ts';

/** The target of a CPython 3.6 wheel for Windows. */
export const CP36: TargetReport = {
  pythons: ['3.6'],
  abi: 'cp36m',
  platform: 'win_amd64',
  crt: 'ucrt',
  from: 'wheel-tag',
};

/** The target of an abi3 wheel for Windows, CPython 3.10 and later. */
export const ABI3: TargetReport = {...CP36, pythons: ['3.10'], abi: 'abi3'};

/** The target of a CPython 3.13 wheel for Windows. */
export const CP313: TargetReport = {...CP36, pythons: ['3.13'], abi: 'cp313'};

/** Nothing is known of the Python it is for. */
export const UNKNOWN: TargetReport = {pythons: null, abi: null, platform: null, crt: null, from: null};

/** PyAudio 0.2.11's finding, as the agreed terminal capture words it. */
export const CRT_MISMATCH: Finding = {
  rule: 'crt-mismatch',
  severity: 'error',
  message: 'uses C runtime MSVCRT.DLL, but python36.dll uses VCRUNTIME140.DLL and the Universal CRT',
  subject: 'msvcrt.dll',
  evidence: [{label: 'imports', text: 'malloc, free, fwrite, vfprintf, signal and 22 more'}],
  breaks: 'memory or a FILE* handed from one runtime to the other',
  fix: 'build with MSVC 2015 or later (/MD), or with MinGW-w64 for the UCRT (MSYS2: UCRT64)',
};

export const VERSIONED_DLL: Finding = {
  rule: 'abi3-versioned-dll',
  severity: 'error',
  message: 'imports 87 names from python310.dll; an abi3 module must import them from python3.dll',
  subject: 'python310.dll',
  evidence: [],
  breaks:
    'every Python but 3.10: "DLL load failed", or "Module use of python310.dll conflicts with this version of Python."',
  fix: 'setuptools: Extension(py_limited_api=True) and define Py_LIMITED_API=0x030A0000; PyO3: feature abi3-py310',
};

export const EXT_SUFFIX: Finding = {
  rule: 'ext-suffix',
  severity: 'error',
  message: 'named .cp310-win_amd64.pyd in an abi3 wheel',
  subject: '.cp310-win_amd64.pyd',
  evidence: [],
  breaks: 'Python 3.11 and later do not look for this name: ModuleNotFoundError',
  fix: 'name it ragfs_python.pyd',
};

export const MISSING_DEP: Finding = {
  rule: 'missing-dep',
  severity: 'error',
  message: 'needs 2 DLLs that neither the wheel, Python nor Windows has',
  subject: 'libgcc_s_seh-1.dll',
  evidence: [{label: 'imports', text: 'libgcc_s_seh-1.dll (1 name), libstdc++-6.dll (5 names)'}],
  breaks: 'import: "DLL load failed while importing _x86_caps: The specified module could not be found."',
  fix: 'link with -static-libgcc -static-libstdc++, or run delvewheel repair',
};

export const RPATH_WARNING: Finding = {
  rule: 'rpath-unsafe',
  severity: 'warning',
  message: 'looks for libraries in /home/build/lib',
  subject: '/home/build/lib',
  evidence: [],
  breaks: 'another user may put a library there',
  fix: 'link without -Wl,-rpath',
};

export const STATIC_NOTE: Finding = {
  rule: 'crt-static',
  severity: 'note',
  message: 'imports no C runtime: it is linked in',
  subject: 'static',
  evidence: [],
  breaks: '',
  fix: 'build with /MD',
};

/** A PE module with these findings. */
export function moduleReport(
  path: string,
  target: TargetReport,
  findings: readonly Finding[] = [],
  others: Partial<BinaryReport> = {},
): BinaryReport {
  return {
    path,
    format: 'pe',
    machine: 'x86_64',
    role: 'module',
    target,
    crt: ['ucrt'],
    crtLibraries: ['VCRUNTIME140.DLL', 'UCRT'],
    verdict: verdictOf(findings),
    findings,
    ...others,
  };
}

/** A wheel with these binaries. */
export function wheelReport(path: string, ...binaries: readonly BinaryReport[]): ArtefactReport {
  return {path, kind: 'wheel', binaries};
}

export function reportOf(...artefacts: readonly ArtefactReport[]): CheckReport {
  return {artefacts, vanished: []};
}

export const PYAUDIO = wheelReport(
  'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl',
  moduleReport('_portaudio.cp36-win_amd64.pyd', CP36, [CRT_MISMATCH]),
);

export const OPENVIKING = wheelReport(
  'openviking-0.3.8-cp310-abi3-win_amd64.whl',
  moduleReport('openviking/lib/ragfs_python.cp310-win_amd64.pyd', ABI3, [VERSIONED_DLL, EXT_SUFFIX]),
  moduleReport('openviking/storage/vectordb/engine/_x86_caps.pyd', ABI3, [MISSING_DEP]),
  ...['a', 'b', 'c', 'd'].map(name => moduleReport(`openviking/${name}.pyd`, ABI3)),
);

export const MARKUPSAFE = wheelReport(
  'markupsafe-3.0.3-cp313-cp313-win_amd64.whl',
  moduleReport('markupsafe/_speedups.cp313-win_amd64.pyd', CP313),
);

/** Names as a hostile archive may have them: a terminal's escape sequences, bidirectional overrides, line breaks, markup. */
export const HOSTILE_NAME = 'a\u001b[2J\u202egnp.\r\n::error::x\u0000\ufffe<&>"\ud800%,:.pyd';
