import type {BuildRequest} from './model.ts';

/** By these a user reaches the compilers of most build systems. */
const COMPILER_VARIABLES = ['CC', 'CXX', 'CPPFLAGS', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS', 'RUSTFLAGS'] as const;

/**
 * What tells two configurations apart whose objects must not be mixed: the interpreter and every option that reaches
 * a compiler. A text; its hash names the folder.
 */
export function configurationText(
  request: BuildRequest,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const {interpreter, debug, optimize, assertions, sanitize, configSettings} = request;
  return JSON.stringify([
    interpreter.executable,
    interpreter.version,
    interpreter.extSuffix,
    debug ? [optimize, assertions] : 'release',
    [...sanitize].sort(),
    configSettings,
    COMPILER_VARIABLES.map(name => env[name] ?? ''),
  ]);
}
