import {homedir} from 'node:os';

/** The user's home. Where the system does not know one, as of a container's number without a name, it is nowhere. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['HOME']) return env['HOME'];
  try {
    return homedir();
  } catch {
    return '/nonexistent';
  }
}
