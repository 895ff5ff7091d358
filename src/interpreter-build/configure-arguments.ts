import type {CompilerToolchain} from '../toolchains/compilers.ts';
import {argumentMatcher, type CpythonBuildTable} from '../toolchains/cpython-build.ts';
import type {InterpreterFacts, Optimize} from './model.ts';
import {shellWords} from './shell-words.ts';

/** What the arguments hang on beside the interpreter. */
export interface ConfigureRequest {
  readonly original: Pick<InterpreterFacts, 'configArgs' | 'basePrefix' | 'platform'>;
  /** Absolute. */
  readonly prefix: string;
  readonly optimize: Optimize;
  readonly toolchain: CompilerToolchain;
  readonly table: CpythonBuildTable;
  /** The compiler that the user names (`CC`), null without. */
  readonly compiler: string | null;
  readonly world: {
    exists(path: string): boolean;
    /** Whether a program is on PATH, or there by its path. */
    hasProgram(name: string): boolean;
  };
}

/** An argument of the original that is not used, and why. */
export interface LeftOut {
  readonly argument: string;
  readonly why: string;
}

export interface ConfigureArguments {
  readonly arguments: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** The C compiler that is named; null where configure looks for one. */
  readonly compiler: string | null;
}

/** How the interpreter at hand was configured, for debugging: no optimisation, its own prefix, the same ABI. */
export function configureArguments(request: ConfigureRequest): ConfigureArguments {
  const {original, prefix, table, toolchain, optimize} = request;
  const kept: string[] = [];
  const leftOut: LeftOut[] = [];
  const variables = new Map<string, string>();
  let compiler = request.compiler;
  for (const argument of shellWords(original.configArgs)) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(argument) ?? [];
    const why = whyNot(argument, request);
    if (why !== null) leftOut.push({argument, why});
    else if (name === 'CC') compiler ??= value;
    else if (table.optionVariables.includes(name)) variables.set(name, value);
    else kept.push(argument);
  }
  if (shellWords(original.configArgs).some(one => one.startsWith('--enable-framework'))) {
    kept.push('--enable-shared');
  }
  const options = [...variables].map(([name, value]) => {
    const {options: good, leftOut: bad} = goodOptions(value, request);
    if (bad.length > 0) {
      leftOut.push({argument: `${name}: ${bad.join(' ')}`, why: 'optimisation, or another place'});
    }
    return [name, good.join(' ')] as const;
  });
  const given = new Map(options);
  return {
    arguments: [
      ...kept,
      `--prefix=${prefix}`,
      ...table.add,
      ...(compiler === null ? [] : [`CC=${compiler}`]),
      // Each of them is given: what the caller's environment has shall not come in.
      ...table.optionVariables.map(name => `${name}=${given.get(name) ?? ''}`),
      `OPT=${[...table.opt, ...toolchain.optimize[optimize], ...toolchain.compile].join(' ')}`,
      'LIBS=',
    ],
    leftOut,
    compiler,
  };
}

function whyNot(argument: string, {table, world, original}: ConfigureRequest): string | null {
  const rule = table.leaveOut.find(one => argumentMatcher(one.arguments)(argument));
  if (rule) return rule.why;
  const needs = Object.entries(table.needsProgram).find(([pattern]) => argumentMatcher([pattern])(argument));
  if (needs && !world.hasProgram(needs[1])) return `there is no ${needs[1]}`;
  const [, name = '', value = ''] = /^([\w-]+)=(.*)$/s.exec(argument) ?? [];
  if (name === 'CC' || name === 'CXX') {
    const [program = ''] = value.trim().split(/\s+/);
    return world.hasProgram(program) ? null : `there is no ${program}`;
  }
  if (table.optionVariables.includes(name)) return null;
  return value.startsWith('/') && leadsElsewhere(value, original.basePrefix, world)
    ? 'leads to a folder that is gone, or to the interpreter itself'
    : null;
}

/** Options of CFLAGS and its like that may stay. */
function goodOptions(value: string, {toolchain, table, original, world}: ConfigureRequest) {
  const isDropped = argumentMatcher([...toolchain.drop, ...table.dropOptions]);
  const options: string[] = [];
  const leftOut: string[] = [];
  for (const option of value.split(/\s+/).filter(Boolean)) {
    const [, place] = /^(?:-I|-L|-isystem|-Wl,-rpath(?:-link)?[,=])(\/.*)$/.exec(option) ?? [];
    const isElsewhere = place !== undefined && leadsElsewhere(place, original.basePrefix, world);
    (isDropped(option) || isElsewhere ? leftOut : options).push(option);
  }
  return {options, leftOut};
}

/** The original's own folders would bring its libpython in; those of the system are searched in any case. */
function leadsElsewhere(place: string, prefix: string, {exists}: ConfigureRequest['world']): boolean {
  const isOwn = prefix !== '/usr' && (place === prefix || place.startsWith(`${prefix}/`));
  return isOwn || !exists(place);
}
