import {atLeast, formatVersion} from '../python/version.ts';
import {initHooks} from './init-hook.ts';
import type {Draft, Rule} from './rule.ts';
import type {Artefact, Subject} from './subject.ts';

/** PEP 803: CPython 3.15 brings the stable ABI of free-threaded builds. */
const abi3t: Rule = {
  name: 'abi3t',
  title: 'does not hold to the stable ABI of free-threaded builds (PEP 803)',
  formats: ['pe', 'elf', 'macho'],
  silences: ['abi3-versioned-dll', 'ext-suffix', 'free-threaded'],
  check(subject, {artefact}) {
    if (subject.role !== 'module') return [];
    return [
      ...floorTooOld(subject),
      ...wrongDll(subject),
      ...unsuitableName(subject, artefact),
      ...oldHook(subject),
    ].slice(0, 1);
  },
};

function floorTooOld({target}: Subject): Draft[] {
  const [floor] = target.versions;
  if (!floor || !target.limited.includes('abi3t') || atLeast(floor, 3, 15)) return [];
  return [
    draft('error', `is tagged abi3t for CPython ${formatVersion(floor)}, but abi3t begins with 3.15`, {
      subject: 'floor',
      breaks: 'no installer takes it for an older Python, and an older one cannot load it',
      fix: 'tag it cp315-abi3t, or build one wheel per version before 3.15',
    }),
  ];
}

function wrongDll({target, use, facts}: Subject): Draft[] {
  if (facts.format !== 'pe' || target.limited.length === 0) return [];
  const stable = use.libraries.filter(({version}) => version === null);
  const gil = stable.find(({freeThreaded}) => !freeThreaded);
  const threaded = stable.find(({freeThreaded}) => freeThreaded);
  const [floor] = target.versions;
  if (target.limited.includes('abi3t') && gil) {
    return [
      draft('error', `imports ${gil.library}, but an abi3t module must import python3t.dll`, {
        subject: gil.library.toLowerCase(),
        breaks: 'free-threaded Python: a second interpreter in the process, or "DLL load failed"',
        fix: 'define Py_TARGET_ABI3T and link python3t.lib',
      }),
    ];
  }
  if (!target.limited.includes('abi3t') && threaded && target.from !== 'import') {
    return [
      draft(
        'error',
        `imports ${threaded.library}, but the tag promises abi3${floor ? ` from CPython ${formatVersion(floor)}` : ''}`,
        {
          subject: threaded.library.toLowerCase(),
          breaks: 'Python before 3.15 with the GIL has no python3t.dll: "DLL load failed"',
          fix: 'link python3.lib, or tag the wheel cp315-abi3t',
        },
      ),
    ];
  }
  return [];
}

function unsuitableName({target, fileTag, facts}: Subject, artefact: Artefact): Draft[] {
  if (facts.format === 'pe' || fileTag?.limited !== 'abi3') return [];
  const [version] = target.versions;
  // Beside a twin of the other name it serves the Pythons with the GIL.
  if (target.limited.includes('abi3t') && !artefact.hasFile(`${fileTag.moduleName}.abi3t.so`)) {
    return [
      draft('error', 'is named .abi3.so in a wheel that promises abi3t', {
        subject: fileTag.suffix,
        breaks: 'free-threaded Python 3.15 does not look for .abi3.so: ModuleNotFoundError',
        fix: `name it ${fileTag.moduleName}.abi3t.so`,
      }),
    ];
  }
  if (target.freeThreaded !== true || target.limited.includes('abi3t') || !version) return [];
  return [
    draft('error', `is named .abi3.so, but it is for free-threaded CPython ${formatVersion(version)}`, {
      subject: fileTag.suffix,
      breaks: atLeast(version, 3, 15)
        ? 'free-threaded Python 3.15 does not look for .abi3.so: ModuleNotFoundError'
        : 'free-threaded Python before 3.15 loads it and crashes: the stable ABI has the object layout of the GIL build',
      fix: 'build it without Py_LIMITED_API for this Python, or as abi3t for 3.15 and later',
    }),
  ];
}

function oldHook({target, fileTag, facts}: Subject): Draft[] {
  if (!target.limited.includes('abi3t') && fileTag?.limited !== 'abi3t') return [];
  const hooks = initHooks(facts);
  if (hooks.length === 0 || hooks.some(hook => hook.startsWith('PyModExport'))) return [];
  return [
    draft('warning', `starts by ${hooks[0]}; an abi3t module should export PyModExport_*`, {
      subject: 'PyInit',
      breaks: 'PyModuleDef has no stable layout under abi3t: PEP 803 supports export slots (PEP 793)',
      fix: 'define the module by PyModExport_NAME and its slots',
    }),
  ];
}

function draft(
  severity: Draft['severity'],
  message: string,
  rest: {subject: string; breaks: string; fix: string},
): Draft {
  return {severity, message, evidence: [], ...rest};
}

export const abi3tRules: readonly Rule[] = [abi3t];
