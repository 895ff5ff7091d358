import type {Severity} from './finding.ts';
import {
  interpreterDll,
  isInArtefact,
  isOnApple,
  isOnLinux,
  isOnWindows,
  requiredProject,
} from './library-origin.ts';
import {policiesOf} from './manylinux.ts';
import {type Missing, missingFinding} from './missing-dep-text.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName} from './wording.ts';

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
      return these.length === 0 ? [] : [missingFinding(these, severity, subject, context)];
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

function judge(
  library: string,
  symbols: number | null,
  delayed: boolean,
  subject: Subject,
  context: RuleContext,
): Missing {
  const project = requiredProject(library, subject, context);
  const driver = context.toolchains.dependencies.driver(baseName(library));
  const severity = project || driver ? 'note' : severityOf(library, delayed, subject, context);
  return {library, symbols, severity, project, driver, delayed};
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

export const missingDepRules: readonly Rule[] = [missingDep];
