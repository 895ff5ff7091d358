import type {Severity} from './finding.ts';
import type {Subject} from './subject.ts';

/** The severity where a module loads the subject; a note for a file that no module loads. */
export function whereLoaded(subject: Subject, severity: Severity): Severity {
  return subject.loadedBy === null || forAnotherMachine(subject) ? 'note' : severity;
}

/** The severity in a module; a lesser one in a library that a module loads, a note elsewhere. */
export function inModule(subject: Subject, severity: Severity, inLibrary: Severity = 'note'): Severity {
  if (subject.role === 'module') return severity;
  return whereLoaded(subject, inLibrary);
}

/** A data file such as debugpy's `attach_x86.dll`, which serves processes of another machine. */
export function forAnotherMachine(subject: Subject): boolean {
  if (subject.role === 'module' || subject.facts.format === 'macho') return false;
  const wanted = subject.target.platforms.flatMap(platform => platform.machines);
  return wanted.length > 0 && !wanted.includes(subject.facts.machine);
}
