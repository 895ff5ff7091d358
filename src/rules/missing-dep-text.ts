import type {Severity} from './finding.ts';
import {policiesOf} from './manylinux.ts';
import type {Draft} from './rule.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName, count, listNames} from './wording.ts';

/** A needed library that is nowhere, and how bad that is. */
export interface Missing {
  readonly library: string;
  readonly symbols: number | null;
  readonly severity: Severity;
  /** A project whose wheel has it. */
  readonly project: string | null;
  /** What installs a library that no wheel may bring: a graphics driver. */
  readonly driver: string | null;
  /** Delay-loaded: the import works, the first call of it fails. */
  readonly delayed: boolean;
}

/** The finding for libraries of one severity that a binary needs. */
export function missingFinding(
  missing: readonly Missing[],
  severity: Severity,
  subject: Subject,
  context: RuleContext,
): Draft {
  const {facts} = subject;
  const [one, many] = facts.format === 'pe' ? ['DLL', 'DLLs'] : ['library', 'libraries'];
  const isOne = missing.length === 1;
  const needed = isOne ? `a ${one}` : `${missing.length} ${many}`;
  const names = missing.map(({library}) => library);
  const parent =
    subject.role === 'module' || subject.loadedBy === null
      ? ''
      : ` (loaded by ${baseName(subject.loadedBy)})`;
  const [dependency] = missing.flatMap(({project, driver}) => project ?? driver ?? []);
  const where =
    facts.format === 'pe'
      ? `neither ${holder(subject, context)}, Python nor Windows has`
      : wherePolicy(isOne ? 'is' : 'are', subject, context);
  return {
    severity,
    subject: names
      .map(name => name.toLowerCase())
      .sort()
      .join('+'),
    message: `needs ${needed} that ${dependency ? `${isOne ? 'comes' : 'come'} with ${dependency}${missing.some(({project}) => project) ? ', which it requires' : ''}` : where}${parent}`,
    evidence: missing.slice(0, 8).map(({library, symbols}) => ({
      label: symbols === null ? 'needs' : 'imports',
      text: symbols === null ? library : `${library} (${count(symbols, 'name')})`,
    })),
    breaks: missing.every(({delayed}) => delayed)
      ? 'the first call into it: it is loaded only then'
      : breaksText(subject, names[0] ?? ''),
    fix: cure(missing, subject, context),
  };
}

/** What would have to bring the library. */
function holder({distribution}: Subject, {artefact}: RuleContext): string {
  if (distribution?.wheel) return 'the wheel';
  return artefact.kind === 'file' ? 'its folder' : 'the archive';
}

function wherePolicy(verb: string, subject: Subject, context: RuleContext): string {
  const [tagged] = policiesOf(subject, context);
  return tagged
    ? `${verb} neither in the wheel nor allowed by ${tagged.tag}`
    : `${verb} neither in ${holder(subject, context)} nor part of the system for certain`;
}

function breaksText({facts, baseName: name}: Subject, library: string): string {
  if (facts.format === 'pe') {
    return `import: "DLL load failed while importing ${name.split('.')[0]}: The specified module could not be found."`;
  }
  return facts.format === 'elf'
    ? `import: "${library}: cannot open shared object file: No such file or directory"`
    : `import: "Library not loaded: ${library}"`;
}

function cure(missing: readonly Missing[], subject: Subject, {toolchains}: RuleContext): string {
  const {facts} = subject;
  const options = missing.flatMap(
    ({library}) => toolchains.dependencies.mingwRuntime(library)?.staticOption ?? [],
  );
  const repair = {pe: 'delvewheel repair', elf: 'auditwheel repair', macho: 'delocate-wheel'}[facts.format];
  const [dependency] = missing.flatMap(({project}) => project ?? []);
  const [driver] = missing.flatMap(one => one.driver ?? []);
  if (driver && !dependency) return `install the ${driver} where it runs; no wheel may bring it`;
  if (dependency) return `keep ${dependency} among the requirements, and import it first`;
  const isLoose = subject.distribution === null;
  if (isLoose && options.length === 0) {
    const names = listNames(
      missing.map(({library}) => baseName(library)),
      2,
    );
    if (facts.format === 'elf')
      return `--with-system looks for ${names} on this machine; ship it with an rpath of $ORIGIN, or link statically`;
    return `put ${names} beside it, or link statically`;
  }
  return options.length > 0
    ? `link with ${[...new Set(options)].join(' ')}, or run ${repair}`
    : `run ${repair} on the wheel, which puts ${listNames(
        missing.map(({library}) => baseName(library)),
        2,
      )} into it; or link statically`;
}
