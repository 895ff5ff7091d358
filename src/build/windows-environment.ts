import {UserError} from '../errors.ts';
import type {BuildRequest} from './model.ts';
import type {WindowsToolset} from './windows-toolset.ts';

/** What of a request the variables depend on. */
export type WindowsRequest = Pick<BuildRequest, 'debug' | 'optimize' | 'assertions' | 'sanitize'>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables by which a debuggable build reaches the compiler and the linker: what the user has in them comes first,
 * so that ours win and nothing is lost. None for a release build. Throws a UserError where the toolset reads no such
 * variable, where a value would be longer than it reads, and for a user's own option of another ABI.
 *
 * `typePdb`: absolute path of the file that /Zi writes types to on the way to the linker's PDB.
 */
export function windowsEnvironment(
  request: WindowsRequest,
  toolset: WindowsToolset,
  env: Environment,
  typePdb: string,
): Readonly<Record<string, string>> {
  requireNoSanitizer(request, toolset);
  requireSameAbi(toolset, env);
  if (!request.debug) return {};
  const {toolchain, generation} = toolset;
  const {variables} = generation;
  if (variables === null) throw withoutVariables(toolset);
  const optimize = toolchain.optimize[request.optimize];
  if (optimize === null) {
    throw new UserError({
      what: `${generation.product} has no optimisation that keeps arguments and locals`,
      where: `--optimize ${request.optimize}`,
      advice: 'leave it out: --debug then turns optimisation off',
    });
  }
  const compile = [...generation.compile, ...optimize, ...(request.assertions ? toolchain.assertions : [])];
  const {typePdb: option} = toolchain;
  const named = option === null || !isPlainPath(typePdb) ? [] : [`${option}"${typePdb}"`];
  return Object.fromEntries([
    ...variables.compile.map(name => [name, appended(name, env, [compile, named], variables.limit)] as const),
    ...variables.link.map(name => [name, appended(name, env, [generation.link], variables.limit)] as const),
  ]);
}

/** Puts behind the user's value what must be there, and what may be left out if it gets too long. */
function appended(
  name: string,
  env: Environment,
  [needed, optional = []]: readonly [readonly string[], (readonly string[])?],
  limit: number | null,
): string {
  const own = env[name]?.trim() ?? '';
  const join = (...options: readonly string[]): string => [own, ...options].filter(Boolean).join(' ');
  const fits = (value: string): boolean => limit === null || value.length <= limit;
  const whole = join(...needed, ...optional);
  if (fits(whole)) return whole;
  const short = join(...needed);
  if (fits(short)) return short;
  throw new UserError({
    what: `has ${own.length} characters, and with the ${short.length - own.length} that a debug build adds more than the ${limit} that the compiler reads`,
    where: name,
    advice: 'shorten it, or move some of its options into the build files',
  });
}

/** A `#` in these variables stands for `=`, and a `%` or a quotation mark is not what it seems everywhere. */
function isPlainPath(path: string): boolean {
  return !/[#%"=]/.test(path);
}

function requireSameAbi({toolchain, generation}: WindowsToolset, env: Environment): void {
  const forbidden = toolchain.forbidden.map(pattern => new RegExp(`^(?:${pattern})$`));
  const read = toolchain.family === 'msvc' ? ['CL', '_CL_'] : (generation.variables?.compile ?? []);
  for (const name of read) {
    const options = env[name]?.split(/\s+/) ?? [];
    const option = options.find(one => forbidden.some(pattern => pattern.test(one)));
    if (option === undefined) continue;
    throw new UserError({
      what: `has ${option}, which builds for the debug C runtime or a debug Python: no release Python can use such a module`,
      where: name,
      advice: `take ${option} out; pyxdbg build --debug gives full debug information with /MD`,
    });
  }
}

function requireNoSanitizer({sanitize}: WindowsRequest, {generation}: WindowsToolset): void {
  const [first] = sanitize;
  if (first === undefined) return;
  throw new UserError({
    what: `pyxdbg cannot turn a sanitizer on for ${generation.product}`,
    where: `--sanitize ${first}`,
    advice:
      'build with it on Linux or macOS; in Visual C++, /fsanitize=address in extra_compile_args is the only one',
  });
}

function withoutVariables({toolchain, generation, from}: WindowsToolset): UserError {
  const link = generation.link.map(option => `'${option}'`).join(', ');
  return new UserError({
    what: `${generation.product} (by ${from}) reads no variable whose options come after those of the project (${toolchain.name} has _CL_ and _LINK_ since Visual Studio 2015), and setup.cfg has no place for link options`,
    where: '--debug',
    advice: `run pyxdbg init --patch setup.py and build with PYXDBG_DEBUG=1, which puts extra_link_args=[${link}] and what goes with it into every Extension`,
  });
}
