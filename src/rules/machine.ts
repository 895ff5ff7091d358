import type {BinaryFacts, Machine} from '../binary/facts.ts';
import {suffixMachine} from '../python/platform-tag.ts';
import type {Draft, Rule} from './rule.ts';
import type {RuleContext, Subject} from './subject.ts';
import {listNames} from './wording.ts';

/** The machines that a binary has code for. */
export function machinesOf(facts: BinaryFacts): readonly Machine[] {
  return facts.format === 'macho' ? [...new Set(facts.slices.map(slice => slice.machine))] : [facts.machine];
}

const wrongArch: Rule = {
  name: 'wrong-arch',
  title: 'is for another machine than its tag',
  formats: ['pe', 'elf', 'macho'],
  silences: ['undefined-symbol', 'manylinux-mistag', 'missing-dep'],
  check(subject, context) {
    if (subject.facts.format === 'pe' && subject.facts.isManaged) return [];
    const found = machinesOf(subject.facts);
    if (subject.facts.format === 'elf' && subject.facts.machineCode === 0)
      return [wrong(['none'], ['any'], 'no loader takes e_machine 0', 'error')];
    return [...againstPlatforms(subject, found), ...againstFileTag(subject, found, context)].slice(0, 1);
  },
};

function againstPlatforms(subject: Subject, found: readonly Machine[]): Draft[] {
  return subject.target.platforms.flatMap(({tag, machines, allMachinesNeeded}) => {
    const missing = machines.filter(machine => !found.includes(machine));
    if (missing.length === 0 || subject.role === 'executable' || subject.role === 'interpreter') return [];
    const some = missing.length < machines.length;
    // An `intel` or `fat` wheel runs on the machines it has; a library loaded by nobody is a data file.
    const severity = subject.loadedBy === null ? 'note' : some && !allMachinesNeeded ? 'warning' : 'error';
    return [wrong(found, missing, `the tag ${tag} promises ${machines.join(' and ')}`, severity)];
  });
}

function againstFileTag(subject: Subject, found: readonly Machine[], {toolchains}: RuleContext): Draft[] {
  const part = subject.fileTag?.platform;
  const named = part ? suffixMachine(part, toolchains.cpython.machinesOfPlatformTag) : null;
  if (!named || found.includes(named) || subject.role !== 'module') return [];
  return [wrong(found, [named], `the file name says ${part}`, 'error')];
}

function wrong(
  found: readonly (Machine | 'none')[],
  missing: readonly (Machine | 'any')[],
  promise: string,
  severity: Draft['severity'],
): Draft {
  return {
    severity,
    subject: missing.join('+'),
    message: `has code for ${listNames(found)}, but ${promise}`,
    evidence: [],
    breaks: `import on ${listNames(missing)}: the loader refuses a file for another machine ("wrong ELF class", "not a valid Win32 application", "incompatible architecture")`,
    fix: `build it for ${missing.join(' and ')}${missing.some(machine => machine === 'arm64' || machine === 'x86_64') ? ' (macOS: ARCHFLAGS="-arch arm64 -arch x86_64")' : ''}, or tag what it is`,
  };
}

export const machineRules: readonly Rule[] = [wrongArch];
