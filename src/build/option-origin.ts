import type {BuildRequest} from './model.ts';

/** Who gave a compiler an option. */
export type OptionOrigin = 'environment' | 'interpreter' | 'project';

const VARIABLES = ['CFLAGS', 'CXXFLAGS', 'CPPFLAGS', 'LDFLAGS'] as const;

/** Who most likely set an option: a variable of the user's, the interpreter's own flags, or else the project. */
export function originOf(
  option: string,
  {interpreter}: Pick<BuildRequest, 'interpreter'>,
  env: Readonly<Record<string, string | undefined>>,
): OptionOrigin {
  const has = (text: string | undefined): boolean => (text ?? '').split(/\s+/).includes(option);
  if (VARIABLES.some(name => has(env[name]))) return 'environment';
  return Object.values(interpreter.config).some(has) ? 'interpreter' : 'project';
}
