import {allImports} from '../python/crt-use.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {listNames} from './wording.ts';

/** Since this version msvcp140.dll accepts the mutexes that newer headers initialise at compile time (microsoft/STL#4730, VS 2022 17.10). */
const FIRST_CONSTEXPR_MUTEX: readonly [number, number] = [14, 40];

const msvcp140Mutex: Rule = {
  name: 'msvcp140-mutex',
  title: 'locks std::mutex as of Visual Studio 2022 17.10 beside an older bundled msvcp140.dll',
  formats: ['pe'],
  check(subject, {artefact}) {
    if (subject.facts.format !== 'pe') return [];
    const imported = allImports(subject.facts).find(({library}) => library.toLowerCase() === 'msvcp140.dll');
    if (!imported?.symbols.includes('_Mtx_lock') || imported.symbols.includes('_Mtx_init_in_situ')) return [];
    const older = artefact.subjects.filter(isOldMsvcp140);
    if (older.length === 0) return [];
    const shown = older.map(({path, resources}) => `${path} ${resources?.fileVersion}`);
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: 'msvcp140.dll',
        message: `locks std::mutex as Visual Studio 2022 17.10 compiles it, beside a msvcp140.dll before ${FIRST_CONSTEXPR_MUTEX.join('.')}`,
        evidence: [{label: 'beside', text: listNames(shown, 3)}],
        breaks: 'access violation in std::mutex::lock, if that older DLL is loaded into the process first',
        fix: 'compile with _DISABLE_CONSTEXPR_MUTEX_CONSTRUCTOR, or replace the older msvcp140.dll (delvewheel gives bundled ones names of their own)',
      },
    ];
  },
};

function isOldMsvcp140({baseName, resources}: Subject): boolean {
  const version = resources?.fileVersion;
  if (baseName.toLowerCase() !== 'msvcp140.dll' || !version) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (
    major < FIRST_CONSTEXPR_MUTEX[0] ||
    (major === FIRST_CONSTEXPR_MUTEX[0] && minor < FIRST_CONSTEXPR_MUTEX[1])
  );
}

const duplicateRuntime: Rule = {
  name: 'duplicate-runtime',
  title: 'is a second copy of a runtime in one environment (OpenMP, C++, C)',
  formats: ['pe', 'elf', 'macho'],
  check(subject, context) {
    if (context.artefact.kind !== 'environment' && context.artefact.kind !== 'interpreter') return [];
    const runtime = runtimeOf(subject, context);
    if (!runtime || subject.role !== 'library') return [];
    const copies = context.artefact.subjects.filter(
      other =>
        other.role === 'library' && runtimeOf(other, context) === runtime && owner(other) !== owner(subject),
    );
    // The first copy in path order is the one that the others are second to.
    const [first] = copies;
    if (!first || copies.every(({path}) => path > subject.path)) return [];
    return [
      {
        severity: 'warning',
        subject: runtime,
        message: `is a second copy of ${runtime}: this environment has ${copies.length + 1}`,
        evidence: copies.slice(0, 4).map(({path}) => ({label: 'also', text: path})),
        breaks: /OpenMP|libomp|libgomp|libiomp/i.test(runtime)
          ? 'two thread pools compete ("OMP: Error #15: Initializing libiomp5md.dll, but found ... already initialized.")'
          : 'exceptions, iostreams and allocations that cross from one copy to the other',
        fix: 'install packages of one channel (all from PyPI, or all from conda); load the one that brings the newest copy first',
      },
    ];
  },
};

function owner({distribution, path}: Subject): string {
  return distribution?.project ?? path.split('/')[0] ?? path;
}

/** Only runtimes that a process should have once. Hashed names are copies that repair tools keep apart, not from each other's threads. */
function runtimeOf({baseName}: Subject, {toolchains}: RuleContext): string | null {
  const openMp = toolchains.libraries.openMp(baseName);
  if (openMp) return `${openMp} (OpenMP)`;
  if (/^libstdc\+\+[-.]/.test(baseName)) return 'libstdc++';
  const crt = toolchains.crt.classify(baseName);
  return crt && (crt.kind === 'c-runtime' || crt.kind === 'c++') ? baseName.toLowerCase() : null;
}

export const neighbourRules: readonly Rule[] = [msvcp140Mutex, duplicateRuntime];
