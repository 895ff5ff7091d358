import type {BinaryFacts} from '../binary/facts.ts';
import {sameVersion} from '../python/version.ts';
import type {Rule} from './rule.ts';
import {inModule} from './severity.ts';
import type {Subject} from './subject.ts';
import {baseName, describeTarget, listNames} from './wording.ts';

const elfLibpython: Rule = {
  name: 'elf-libpython',
  title: 'a module needs libpython: with a static interpreter that is a second one in the process',
  formats: ['elf', 'macho'],
  // A libpython that does not belong there has the names that the right one lacks.
  silences: ['undefined-symbol'],
  check(subject) {
    const {facts, target, use} = subject;
    if (facts.format === 'pe' || subject.role === 'interpreter' || subject.role === 'executable') return [];
    if (use.libraries.length === 0) return [];
    const names = use.libraries.map(({library}) => library);
    const system = target.platforms[0]?.system;
    // Android's and Cygwin's linkers leave nothing undefined; iOS has the framework by @rpath (PEP 730, 738).
    if (system === 'android' || system === 'cygwin' || system === 'ios' || isForIos(facts)) return [];
    const absolute = names.find(name => name.startsWith('/'));
    const isPortable = target.platforms.some(({libc}) => libc !== null);
    const isMacWheel = system === 'macos' && absolute !== undefined;
    const other = libraryOfAnother(subject);
    const certain = isPortable || isMacWheel || other !== null || target.interpreter?.isStatic === true;
    if (target.interpreter?.isStatic === false && !isPortable && !other) return [];
    return [
      {
        severity: inModule(subject, certain ? 'error' : 'warning', certain ? 'error' : 'warning'),
        subject: names.map(baseName).sort().join('+'),
        message: `needs ${listNames(names)}${remark(subject, other, isPortable)}`,
        evidence: [],
        breaks:
          facts.format === 'elf'
            ? `import where that library is missing: "${names[0]}: cannot open shared object file"; with a static interpreter a second one in the process: crashes at the first object`
            : 'import where Python is not installed at that very path; else a second interpreter in the process',
        fix:
          facts.format === 'elf'
            ? 'do not link with libpython: drop -lpython (python3-config --ldflags without --embed has none); in CMake use Python::Module, not Python::Python; repair a built one with patchelf --remove-needed'
            : 'link with -undefined dynamic_lookup instead of the framework; in CMake use Python::Module',
      },
    ];
  },
};

/** What a file says of itself, where no tag does. */
function isForIos(facts: BinaryFacts): boolean {
  return facts.format === 'macho' && facts.slices.every(({platform}) => platform?.startsWith('ios'));
}

/** The libpython of another Python than the target's: a second interpreter wherever it is found. */
function libraryOfAnother({target, use}: Subject): string | null {
  if (target.limited.length > 0 || target.versions.length === 0) return null;
  const other = use.libraries.find(
    ({version}) => version && !target.versions.some(wanted => sameVersion(wanted, version)),
  );
  return other?.library ?? null;
}

function remark({target}: Subject, other: string | null, isPortable: boolean): string {
  if (other) return `, but it is for ${describeTarget(target)}`;
  return isPortable ? `, which ${target.platforms.find(({libc}) => libc !== null)?.tag} does not allow` : '';
}

export const libpythonRules: readonly Rule[] = [elfLibpython];
