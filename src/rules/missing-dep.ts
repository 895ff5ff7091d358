import {isPythonLibrary} from './crt.ts';
import type {Severity} from './finding.ts';
import {policiesOf} from './manylinux.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName, count, listNames} from './wording.ts';

/** A needed library that is nowhere, and how bad that is. */
interface Missing {
  readonly library: string;
  readonly symbols: number | null;
  readonly severity: Severity;
  /** A project whose wheel has it. */
  readonly project: string | null;
  /** Delay-loaded: the import works, the first call of it fails. */
  readonly delayed: boolean;
}

const missingDep: Rule = {
  name: 'missing-dep',
  title: 'needs a library that is neither in the archive, nor with Python, nor part of the system',
  formats: ['pe', 'elf', 'macho'],
  silences: ['undefined-symbol'],
  check(subject, context) {
    if (subject.role === 'interpreter') return [];
    const missing = missingLibraries(subject, context);
    return (['error', 'warning', 'note'] as const).flatMap(severity => {
      const these = missing.filter(one => one.severity === severity);
      return these.length === 0 ? [] : [finding(these, severity, subject, context)];
    });
  },
};

function missingLibraries(subject: Subject, context: RuleContext): readonly Missing[] {
  const {facts} = subject;
  switch (facts.format) {
    case 'pe':
      return uniqueTables([
        ...facts.imports.map(table => ({table, delayed: false})),
        ...facts.delayImports.map(table => ({table, delayed: true})),
      ]).flatMap(({table, delayed}) => {
        const {library} = table;
        if (isOnWindows(library, subject, context) || isInArtefact(library, subject, context)) return [];
        const symbols = table.symbols.length + table.ordinals.length;
        return [judge(library, symbols, delayed, subject, context)];
      });
    case 'elf':
      return facts.needed.flatMap(library =>
        isOnLinux(library, subject, context) || isInArtefact(library, subject, context)
          ? []
          : [judge(library, null, false, subject, context)],
      );
    case 'macho': {
      const needed = facts.slices.flatMap(slice =>
        slice.needed.filter(({weak}) => !weak).map(({name}) => name),
      );
      return [...new Set(needed)].flatMap(library =>
        isOnApple(library, context) || isInArtefact(library, subject, context)
          ? []
          : [judge(library, null, false, subject, context)],
      );
    }
  }
}

/** A DLL may have several import descriptors. */
function uniqueTables<T extends {readonly table: {readonly library: string}}>(
  tables: readonly T[],
): readonly T[] {
  const seen = new Set<string>();
  return tables.filter(({table}) => {
    const key = table.library.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}

function isInArtefact(library: string, subject: Subject, {artefact}: RuleContext): boolean {
  return (
    artefact.find(library, subject) !== null ||
    artefact.hasFile(baseName(library)) ||
    (artefact.system?.locate(library, subject) ?? null) !== null
  );
}

/** Microsoft's runtimes and Python's own DLL have rules of their own. */
function isOnWindows(library: string, subject: Subject, {toolchains}: RuleContext): boolean {
  const {windows, crt} = toolchains;
  if (windows.isSystem(library) || windows.isApiSet(library) || isPythonLibrary(library)) return true;
  if (crt.classify(library) || windows.isRedistributable(library)) return true;
  return interpreterDll(library, subject, toolchains) === 'beside-python';
}

function interpreterDll(library: string, {target, facts}: Subject, {windows}: RuleContext['toolchains']) {
  const [version] = target.versions;
  if (!version || facts.format !== 'pe') return null;
  return windows.interpreterDll(library, version[0], version[1], facts.machine);
}

/** With a policy the system is what the policy says; without one only the C library and its kin are certain. */
function isOnLinux(library: string, subject: Subject, context: RuleContext): boolean {
  const {libraries} = context.toolchains;
  if (isPythonLibrary(library)) return true;
  const android = subject.target.platforms.find(({system}) => system === 'android');
  if (android) return libraries.isAndroidSystem(library, android.minimumSystem?.[0] ?? 0);
  if (libraries.sanitizer(library)) return true;
  const policies = policiesOf(subject, context);
  // musl's own name differs by architecture (libc.musl-x86_64.so.1); another C library is for the rule libc-family.
  if (policies.some(({libc}) => libc === 'musl') && libraries.libcFamily(library) !== null) return true;
  if (policies.length > 0) return policies.every(policy => policy.allowsLibrary(library));
  return libraries.libcFamily(library) !== null || libraries.isFullyVersioned(library);
}

/** dyld searches rpaths and the loader's folder; a file in the archive is looked for by its base name. */
function isOnApple(library: string, {toolchains}: RuleContext): boolean {
  return toolchains.libraries.isAppleSystem(library) || /Python\.framework|libpython/.test(library);
}

function judge(
  library: string,
  symbols: number | null,
  delayed: boolean,
  subject: Subject,
  context: RuleContext,
): Missing {
  const project = requiredProject(library, subject, context);
  const severity = project ? 'note' : severityOf(library, delayed, subject, context);
  return {library, symbols, severity, project, delayed};
}

function severityOf(library: string, delayed: boolean, subject: Subject, context: RuleContext): Severity {
  const {artefact} = context;
  if (artefact.system) return whereLoaded(subject, delayed ? 'warning' : 'error');
  if (subject.facts.format === 'elf') {
    // A policy speaks of every file under its tag; without one the system may well have the library.
    return policiesOf(subject, context).length > 0 ? 'error' : 'note';
  }
  if (subject.role === 'executable') return 'note';
  const isPackaged = subject.distribution !== null && artefact.kind !== 'jar';
  const isKnown = interpreterDll(library, subject, context.toolchains) === 'dlls-folder';
  if (delayed || isKnown || !isPackaged)
    return whereLoaded(subject, artefact.kind === 'jar' ? 'note' : 'warning');
  return whereLoaded(subject, 'error');
}

/** The required project that brings the library: by the table, or because its name is in the library's. */
function requiredProject(library: string, {distribution}: Subject, {toolchains}: RuleContext): string | null {
  const requires = distribution?.requires ?? [];
  const known = toolchains.dependencies.projectsFor(baseName(library));
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const stem = plain(baseName(library));
  return (
    requires.find(project => known.includes(project)) ??
    requires.find(project => project.length >= 4 && stem.includes(plain(project))) ??
    null
  );
}

function finding(missing: readonly Missing[], severity: Severity, subject: Subject, context: RuleContext) {
  const {facts} = subject;
  const [one, many] = facts.format === 'pe' ? ['DLL', 'DLLs'] : ['library', 'libraries'];
  const isOne = missing.length === 1;
  const needed = isOne ? `a ${one}` : `${missing.length} ${many}`;
  const names = missing.map(({library}) => library);
  const parent =
    subject.role === 'module' || subject.loadedBy === null
      ? ''
      : ` (loaded by ${baseName(subject.loadedBy)})`;
  const [dependency] = missing.flatMap(({project}) => project ?? []);
  const where =
    facts.format === 'pe'
      ? 'neither the wheel, Python nor Windows has'
      : wherePolicy(isOne ? 'is' : 'are', subject, context);
  return {
    severity,
    subject: names
      .map(name => name.toLowerCase())
      .sort()
      .join('+'),
    message: `needs ${needed} that ${dependency ? `${isOne ? 'comes' : 'come'} with ${dependency}, which it requires` : where}${parent}`,
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

function wherePolicy(verb: string, subject: Subject, context: RuleContext): string {
  const [policy] = policiesOf(subject, context);
  return policy ? `${verb} neither in the wheel nor allowed by ${policy.tag}` : `${verb} not in the archive`;
}

function breaksText({facts, baseName: name}: Subject, library: string): string {
  if (facts.format === 'pe') {
    return `import: "DLL load failed while importing ${name.split('.')[0]}: The specified module could not be found."`;
  }
  return facts.format === 'elf'
    ? `import: "${library}: cannot open shared object file: No such file or directory"`
    : `import: "Library not loaded: ${library}"`;
}

function cure(missing: readonly Missing[], {facts}: Subject, {toolchains}: RuleContext): string {
  const options = missing.flatMap(
    ({library}) => toolchains.dependencies.mingwRuntime(library)?.staticOption ?? [],
  );
  const repair = {pe: 'delvewheel repair', elf: 'auditwheel repair', macho: 'delocate-wheel'}[facts.format];
  const [dependency] = missing.flatMap(({project}) => project ?? []);
  if (dependency) return `keep ${dependency} among the requirements, and import it first`;
  return options.length > 0
    ? `link with ${[...new Set(options)].join(' ')}, or run ${repair}`
    : `run ${repair} on the wheel, which puts ${listNames(
        missing.map(({library}) => baseName(library)),
        2,
      )} into it; or link statically`;
}

export const missingDepRules: readonly Rule[] = [missingDep];
