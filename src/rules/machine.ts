import type {BinaryFacts, Machine} from '../binary/facts.ts';
import {formatOf, suffixMachine} from '../python/platform-tag.ts';
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
  silences: ['undefined-symbol', 'manylinux-mistag', 'missing-dep', 'init-missing'],
  check(subject, context) {
    if (subject.facts.format === 'pe' && subject.facts.isManaged) return [];
    const found = machinesOf(subject.facts);
    if (subject.facts.format === 'elf' && subject.facts.machineCode === 0)
      return [wrong(['none'], ['any'], 'no loader takes e_machine 0', 'error', subject)];
    return [
      ...againstFormat(subject),
      ...againstPlatforms(subject, found, context),
      ...againstFileTag(subject, found, context),
    ].slice(0, 1);
  },
};

const FORMAT_NAMES = {pe: 'a Windows binary (PE)', elf: 'an ELF binary', macho: 'a Mach-O binary'} as const;

/** A Windows file under a manylinux tag: no machine matters then. */
function againstFormat({facts, role, target}: Subject): Draft[] {
  const other = target.platforms.find(platform => {
    const wanted = formatOf(platform);
    return wanted !== null && wanted !== facts.format;
  });
  if (!other || role !== 'module') return [];
  return [
    {
      severity: 'error',
      subject: facts.format,
      message: `is ${FORMAT_NAMES[facts.format]}, but the tag ${other.tag} promises ${FORMAT_NAMES[formatOf(other) ?? 'elf']}`,
      evidence: [],
      breaks:
        'import: the loader of that system refuses it ("invalid ELF header", "not a valid Win32 application", "not a mach-o file")',
      fix: 'put the file that was built for that platform into the wheel, or tag the wheel for what it holds',
    },
  ];
}

function againstPlatforms(subject: Subject, found: readonly Machine[], context: RuleContext): Draft[] {
  return subject.target.platforms.flatMap(({tag, machines, allMachinesNeeded}) => {
    const missing = machines.filter(machine => !found.includes(machine));
    if (missing.length === 0 || subject.role === 'executable' || subject.role === 'interpreter') return [];
    const some = missing.length < machines.length;
    // An `intel` or `fat` wheel runs on the machines it has; a library loaded by nobody is a data file.
    const severity = subject.loadedBy === null ? 'note' : some && !allMachinesNeeded ? 'warning' : 'error';
    const promise = `the tag ${tag} promises ${named(machines, subject, context).join(' and ')}`;
    return [
      wrong(named(found, subject, context), named(missing, subject, context), promise, severity, subject),
    ];
  });
}

function againstFileTag(subject: Subject, found: readonly Machine[], context: RuleContext): Draft[] {
  const part = subject.fileTag?.platform;
  const {toolchains} = context;
  const wanted = part ? suffixMachine(part, toolchains.cpython.machinesOfPlatformTag) : null;
  if (!wanted || found.includes(wanted) || subject.role !== 'module') return [];
  return [
    wrong(
      named(found, subject, context),
      named([wanted], subject, context),
      `the file name says ${part}`,
      'error',
      subject,
    ),
  ];
}

/** Linux calls arm64 `aarch64`, x86 `i686`. */
function named(machines: readonly Machine[], {facts}: Subject, {toolchains}: RuleContext): readonly string[] {
  if (facts.format !== 'elf') return machines;
  return machines.map(machine => toolchains.cpython.linuxArchitecture(machine) ?? machine);
}

function wrong(
  found: readonly string[],
  missing: readonly string[],
  promise: string,
  severity: Draft['severity'],
  {facts}: Subject,
): Draft {
  return {
    severity,
    subject: missing.join('+'),
    message: `has code for ${listNames(found)}, but ${promise}`,
    evidence: [],
    breaks: `import on ${listNames(missing)}: the loader refuses a file for another machine ("wrong ELF class", "not a valid Win32 application", "incompatible architecture")`,
    fix: `build it for ${missing.join(' and ')}${facts.format === 'macho' ? ` (ARCHFLAGS="${missing.map(machine => `-arch ${machine}`).join(' ')}")` : ''}, or tag what it is`,
  };
}

export const machineRules: readonly Rule[] = [wrongArch];
