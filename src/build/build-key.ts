import type {BuildRequest} from './model.ts';

/**
 * What tells two configurations apart whose objects must not be mixed: the interpreter and every option that reaches
 * a compiler. A text; its hash names the folder.
 */
export function configurationText(request: BuildRequest): string {
  const {interpreter, debug, optimize, assertions, sanitize, configSettings} = request;
  return JSON.stringify([
    interpreter.executable,
    interpreter.version,
    interpreter.extSuffix,
    debug ? [optimize, assertions] : 'release',
    [...sanitize].sort(),
    configSettings,
  ]);
}
