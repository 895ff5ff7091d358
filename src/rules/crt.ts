import {crtFamilies, runtimeImports, runtimeSymbols} from '../python/crt-use.ts';
import type {CrtFamily, Toolchains} from '../toolchains/toolchains.ts';
import {expectedCrt} from './expected-crt.ts';
import type {Rule} from './rule.ts';
import {inModule, whereLoaded} from './severity.ts';
import {listNames} from './wording.ts';

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
        evidence: [
          {
            label: 'imports',
            text: listNames(runtimeSymbols(runtimes, used).toSorted(toolchains.crt.byTelling)),
          },
        ],
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
  if (!mingw) return compiler;
  return `${compiler}, or with MinGW-w64 ${mingw.startsWith('-') ? 'and ' : ''}${mingw}`;
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
        evidence: [
          {
            label: 'imports',
            text: listNames(runtimeSymbols(runtimes, used).toSorted(toolchains.crt.byTelling)),
          },
        ],
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
          text: `${toolchains.crt.info(family).display}: ${listNames(runtimeSymbols(runtimes, family).toSorted(toolchains.crt.byTelling), 4)}`,
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
    // python312_d.dll is on the debug runtime itself.
    if (debug.length === 0 || subject.target.debug) return [];
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
        fix: 'compile with /MD, not /MDd, and without _DEBUG; /Zi /Od and /DEBUG at the link give debug information on the release runtime',
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

export const crtRules: readonly Rule[] = [crtMismatch, crtBundledOther, twoCrts, crtDebug, crtStatic];
