import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {BuildInterpreter} from '../../../build/model.ts';
import {checkAttaching, checkCores, checkDebuggers} from '../../../debugging/doctor/debugger.ts';
import {checkVariables} from '../../../debugging/doctor/environment.ts';
import {checkHeaders, checkInterpreter} from '../../../debugging/doctor/interpreter.ts';
import {type Check, ok, problem, warning} from '../../../debugging/doctor/model.ts';
import {UserError} from '../../../errors.ts';
import {interpreterForBuild} from '../../build-probe.ts';
import {rightsOfOurs} from '../attach-facts.ts';
import {crashHandler} from '../run/crash-handler.ts';
import {checkCompiler, headerState} from './compiler-state.ts';
import {debuggerStates} from './debugger-states.ts';
import {checkEditorFiles} from './editor-files.ts';
import {checkInstalled} from './installed-abi.ts';
import {checkSymbols} from './symbol-state.ts';

/** What is looked at. */
export interface Examination {
  readonly checks: readonly Check[];
  /** The interpreter of the project; null where there is none. */
  readonly interpreter: BuildInterpreter | null;
}

/** Looks at the whole set-up of a project: asks no server, and writes nothing but the crash handler into the cache. */
export async function examine(folder: string, stated: string | null): Promise<Examination> {
  const root = resolve(folder);
  const [interpreter, first] = await interpreterOf(root, stated);
  const parts = await Promise.all([
    interpreter === null ? [] : checksOf(interpreter),
    [checkDebuggers(await debuggerStates())],
    process.platform === 'linux' ? onLinux() : [],
    interpreter === null ? [] : [checkSymbols(interpreter)],
    checkEditorFiles(root),
    interpreter === null ? [] : checkInstalled(interpreter),
  ]);
  const checks = await Promise.all(parts.flat());
  return {checks: [...first, ...checks, checkVariables(process.env), nodeCheck()], interpreter};
}

async function interpreterOf(
  root: string,
  stated: string | null,
): Promise<readonly [BuildInterpreter | null, readonly Check[]]> {
  try {
    const found = await interpreterForBuild(stated, root);
    const check = checkInterpreter({
      ...found,
      isFreeThreaded: found.freeThreaded,
      isDebug: found.debug,
    });
    return [found, [check]];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [null, [problem('interpreter', error.what, error.advice ?? 'name one with --python')]];
  }
}

async function checksOf(interpreter: BuildInterpreter): Promise<readonly Check[]> {
  const headers = await headerState(interpreter.executable);
  const cc = process.env['CC'] || interpreter.config['CC'] || 'cc';
  return [checkHeaders(interpreter, headers), await checkCompiler(interpreter.executable, headers, cc)];
}

async function onLinux(): Promise<readonly Check[]> {
  const handler = await crashHandler();
  return [
    'file' in handler
      ? ok('crash handler', 'compiled')
      : warning(
          'crash handler',
          handler.missing,
          'without it pyxdbg run reports from core files, or starts gdb first',
        ),
    checkAttaching(rightsOfOurs()),
    checkCores(textOf('/proc/sys/kernel/core_pattern'), softCoreLimit()),
  ];
}

function softCoreLimit(): string | null {
  return /^Max core file size\s+(\S+)/m.exec(textOf('/proc/self/limits') ?? '')?.[1] ?? null;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function nodeCheck(): Check {
  return ok('Node.js', process.version);
}
