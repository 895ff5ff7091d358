import {UserError} from '../../errors.ts';
import type {LaunchFacts} from './model.ts';

/** A variable that VS Code replaces. */
export function variable(name: string): string {
  return `\${${name}}`;
}

/** The folder that is open in VS Code. */
export const WORKSPACE = variable('workspaceFolder');

/** VS Code asks which process. */
export const PICK_PROCESS = variable('command:pickProcess');

/** Whether a text is nothing but a variable. */
export function isVariable(text: string): boolean {
  return /^\$\{[\w:.]+\}$/.test(text);
}

/**
 * A path as VS Code takes it: below the workspace by its variable, so that the file can be shared; `/` on every system.
 * Throws a UserError for a path that VS Code would take for a variable.
 */
export function editorPath(
  path: string,
  {workspace, system}: Pick<LaunchFacts, 'workspace' | 'system'>,
): string {
  if (isVariable(path)) return path;
  const slashes = (text: string): string => (system === 'win32' ? text.replaceAll('\\', '/') : text);
  const [full, root] = [slashes(path), slashes(workspace).replace(/\/$/, '')];
  const isBelow = full.startsWith(`${root}/`);
  return isBelow ? `${WORKSPACE}${literal(full.slice(root.length))}` : literal(full);
}

/** A text in which VS Code finds no variable. Throws a UserError for one that has some: nothing quotes them. */
export function literal(text: string): string {
  if (!text.includes('${')) return text;
  throw new UserError({
    what: 'VS Code would take a part of it for a variable',
    where: text,
    advice: 'use a folder with another name',
  });
}
