import {posix, win32} from 'node:path';
import {editorPath, isVariable, literal, WORKSPACE} from './expressions.ts';
import type {LaunchFacts, LaunchTarget} from './model.ts';

/** The words behind `python` that start the target; paths as VS Code takes them. */
export function pythonWords(facts: Pick<LaunchFacts, 'target' | 'workspace' | 'system'>): readonly string[] {
  const {target} = facts;
  const args = target.args.map(word => (isVariable(word) ? word : literal(word)));
  return target.kind === 'module' ? ['-m', target.name, ...args] : [scriptPath(target, facts), ...args];
}

/** The target as debugpy names it. */
export function debugpyTarget(
  facts: Pick<LaunchFacts, 'target' | 'workspace' | 'system'>,
): Readonly<Record<string, unknown>> {
  const [first = '', ...rest] = pythonWords(facts);
  return first === '-m' ? {module: rest[0], args: rest.slice(1)} : {program: first, args: rest};
}

/** The target in a few words, e.g. `-m pytest tests`. */
export function describeTarget(target: LaunchTarget): string {
  return [...(target.kind === 'module' ? ['-m', target.name] : [target.path]), ...target.args].join(' ');
}

function scriptPath(
  {path}: Extract<LaunchTarget, {kind: 'script'}>,
  facts: Pick<LaunchFacts, 'workspace' | 'system'>,
): string {
  const {isAbsolute} = facts.system === 'win32' ? win32 : posix;
  return isVariable(path) || isAbsolute(path) ? editorPath(path, facts) : `${WORKSPACE}/${literal(path)}`;
}
