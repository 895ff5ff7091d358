import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {writeWholeFile} from './write-file.ts';

/** What earlier builds left in the project: by module (absolute path) the configuration and the content. */
export type BuildState = Readonly<Record<string, {readonly configuration: string; readonly sha256: string}>>;

const stateFile = (projectFolder: string): string => join(projectFolder, '.pyxdbg', 'build', 'state.json');

/** The state of a project; empty where there is none, or where somebody broke it: then all is built again. */
export function readBuildState(projectFolder: string): BuildState {
  try {
    const parsed: unknown = JSON.parse(readFileSync(stateFile(projectFolder), 'utf8'));
    return isState(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

export function writeBuildState(projectFolder: string, state: BuildState): Promise<void> {
  return writeWholeFile(stateFile(projectFolder), `${JSON.stringify(state, null, 2)}\n`);
}

/** The entry for a module as it is now. */
export function stateOf(module: string, configuration: string): BuildState[string] {
  return {configuration, sha256: sha256Of(module)};
}

/** Whether a module in place is not what this configuration made. */
export function isForeign(module: string, configuration: string, state: BuildState): boolean {
  const known = state[module];
  if (!existsSync(module)) return false;
  return known?.configuration !== configuration || known.sha256 !== sha256Of(module);
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function isState(value: unknown): value is BuildState {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      entry =>
        typeof entry === 'object' &&
        entry !== null &&
        typeof entry.configuration === 'string' &&
        typeof entry.sha256 === 'string',
    )
  );
}
