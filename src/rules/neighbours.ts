import {allImports} from '../python/crt-use.ts';
import type {ConstexprMutex} from '../toolchains/toolchains.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {listNames} from './wording.ts';

const msvcp140Mutex: Rule = {
  name: 'msvcp140-mutex',
  title: 'locks std::mutex as of Visual Studio 2022 17.10 beside an older bundled msvcp140.dll',
  formats: ['pe'],
  check(subject, {artefact, toolchains}) {
    if (subject.facts.format !== 'pe') return [];
    const mutex = toolchains.crt.constexprMutex;
    const imported = allImports(subject.facts).find(({library}) => library.toLowerCase() === mutex.library);
    if (!imported?.symbols.includes(mutex.locks) || imported.symbols.includes(mutex.initialises)) return [];
    const older = artefact.subjects.filter(other => isOlder(other, mutex));
    if (older.length === 0) return [];
    const shown = older.map(({path, resources}) => `${path} ${resources?.fileVersion}`);
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: mutex.library,
        message: `locks std::mutex as Visual Studio 2022 17.10 compiles it, beside a ${mutex.library} before ${mutex.since.join('.')}`,
        evidence: [{label: 'beside', text: listNames(shown, 3)}],
        breaks: 'access violation in std::mutex::lock, if that older DLL is loaded into the process first',
        fix: `compile with _DISABLE_CONSTEXPR_MUTEX_CONSTRUCTOR, or replace the older ${mutex.library} (delvewheel gives bundled ones names of their own)`,
      },
    ];
  },
};

function isOlder({baseName, resources}: Subject, {library, since}: ConstexprMutex): boolean {
  const version = resources?.fileVersion;
  if (baseName.toLowerCase() !== library || !version) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < since[0] || (major === since[0] && minor < since[1]);
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
        other.role === 'library' &&
        runtimeOf(other, context)?.name === runtime.name &&
        owner(other) !== owner(subject),
    );
    // The first copy in path order is the one that the others are second to.
    const [first] = copies;
    if (!first || copies.every(({path}) => path > subject.path)) return [];
    return [
      {
        severity: 'warning',
        subject: runtime.name,
        message: `is a second copy of ${runtime.name}: this environment has ${copies.length + 1}`,
        evidence: copies.slice(0, 4).map(({path}) => ({label: 'also', text: path})),
        breaks: runtime.isOpenMp
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
function runtimeOf(
  {baseName}: Subject,
  {toolchains}: RuleContext,
): {readonly name: string; readonly isOpenMp: boolean} | null {
  const {libraries, crt} = toolchains;
  const openMp = libraries.openMp(baseName);
  if (openMp) return {name: `${openMp} (OpenMP)`, isOpenMp: true};
  const kind = crt.classify(baseName)?.kind;
  const name =
    libraries.cxx(baseName) ?? (kind === 'c-runtime' || kind === 'c++' ? baseName.toLowerCase() : null);
  return name === null ? null : {name, isOpenMp: false};
}

export const neighbourRules: readonly Rule[] = [msvcp140Mutex, duplicateRuntime];
