import type {Engine, EngineName} from '../debugging/engines/engine.ts';
import {sessionCall} from '../debugging/engines/session.ts';
import {cdbAttach, cdbProgram} from '../debugging/windows/cdb.ts';
import {requireAttachable} from '../system/debugging/attach-facts.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {keptForProgram, runSession} from '../system/debugging/run-session.ts';
import {settingsForStart, symbolSettings} from '../system/debugging/symbol-settings.ts';
import {layoutProber, walkerScript} from '../system/debugging/take-traceback.ts';
import {requireCdb} from '../system/debugging/windows/find-cdb.ts';
import {subjectsOf, subjectsOfProcess} from '../system/symbol-targets.ts';
import {remark} from '../system/terminal.ts';
import {debugFlags} from './debug-flags.ts';
import {parsePid} from './parse-pid.ts';
import {commandOf, OWN_FAILURE, splitLine} from './program-line.ts';

/** Which debugger was asked for. */
export interface EngineFlags {
  readonly gdb: boolean;
  readonly lldb: boolean;
}

type DebugFlags = EngineFlags & {
  readonly break?: readonly string[] | undefined;
  readonly python?: string | undefined;
};

/** `pyxdbg debug`: the program in a debugger, everything of ours loaded. The status is the debugger's. */
export async function debug(
  line: readonly string[],
  parse: (own: readonly string[]) => Promise<{readonly flags: DebugFlags}>,
): Promise<void> {
  const split = splitLine(line, debugFlags);
  const {flags} = await parse(split.own);
  const command = commandOf(split, flags.python ?? null, 'debug');
  if (isForCdb(flags)) {
    const cdb = requireCdb(process.env, OWN_FAILURE);
    process.exitCode = await runSession(cdbProgram(cdb, command, flags.break ?? []), {});
    return;
  }
  const engine = requireDebugger(engineOf(flags), OWN_FAILURE);
  const [program = ''] = command;
  const {subjects} = program.includes('/') ? await subjectsOf(program) : {subjects: []};
  tellCommands(engine);
  process.exitCode = await runSession(
    sessionCall(engine, {
      walker: walkerScript(engine),
      prober: layoutProber(),
      settings: await settingsForStart(subjects, engine.name),
      subject: {kind: 'program', command, env: keptForProgram(), breakpoints: flags.break ?? []},
    }),
  );
}

/** The same with words that are parsed here. */
export async function debugWords(line: readonly string[]): Promise<void> {
  const {parseWords} = await import('./oclif-words.ts');
  await debug(line, own => parseWords(own, debugFlags));
}

/** `pyxdbg attach PID`: a running process in a debugger. */
export async function attach(target: string, flags: EngineFlags): Promise<void> {
  const pid = parsePid(target, target);
  if (isForCdb(flags)) {
    process.exitCode = await runSession(cdbAttach(requireCdb(), pid), {});
    return;
  }
  const engine = requireDebugger(engineOf(flags));
  requireAttachable(pid);
  const {subjects} = await subjectsOfProcess(pid);
  tellCommands(engine);
  process.exitCode = await runSession(
    sessionCall(engine, {
      walker: walkerScript(engine),
      prober: layoutProber(),
      settings: await symbolSettings(subjects, engine.name),
      subject: {kind: 'process', pid},
    }),
  );
}

/** On Windows, where no other debugger is asked for. */
function isForCdb(flags: EngineFlags): boolean {
  return process.platform === 'win32' && engineOf(flags) === null;
}

function engineOf({gdb, lldb}: EngineFlags): EngineName | null {
  return gdb ? 'gdb' : lldb ? 'lldb' : null;
}

function tellCommands({name}: Engine): void {
  const leave = name === 'gdb' ? 'quit' : 'quit (or Ctrl-D)';
  remark(
    `pyxdbg: ${name}; pyxdbg-bt shows C and Python frames, pyxdbg-bt all those of every thread; ${leave} ends it`,
  );
}
