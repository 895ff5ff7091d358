import type {DebugInfo} from './debug-info.ts';
import type {Severity} from './finding.ts';
import {forAnotherMachine} from './severity.ts';
import type {Subject} from './subject.ts';

/** How bad it is that a binary cannot be debugged: one debugs modules, and steps from them into libraries. */
export function whenDebugged(subject: Subject): Severity {
  if (subject.role === 'module') return 'error';
  return forAnotherMachine(subject) ? 'note' : 'warning';
}

/** What is known of the debug information of a module or library; null without `--debug` and for other binaries. */
export function debugInfoOf({role, path, debug}: Subject): DebugInfo | null {
  return role === 'interpreter' || role === 'executable' || isDebugFile(path) ? null : debug;
}

/** A separate debug file among the binaries, by the names of gdb's and dsymutil's conventions. */
function isDebugFile(path: string): boolean {
  return /\.debug$|(^|\/)\.debug\/|\.dSYM\//.test(path);
}
