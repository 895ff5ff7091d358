import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Engine} from '../debugging/engines/engine.ts';
import type {Traceback} from '../debugging/traceback/model.ts';
import {judgeTraceback} from '../debugging/verdict/judge.ts';
import {UserError} from '../errors.ts';
import {openCore} from '../system/debugging/core/open-core.ts';
import {isMinidump, openMinidump} from '../system/debugging/core/open-minidump.ts';
import {isPack, openPack} from '../system/debugging/core/open-pack.ts';
import {coreTraceback} from '../system/debugging/core-traceback.ts';
import type {Report} from '../system/debugging/emit-traceback.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {ownerOfFile} from '../system/debugging/readable-by.ts';
import {sourceLines} from '../system/debugging/source-lines.ts';
import {takeTraceback} from '../system/debugging/take-traceback.ts';
import {interruptible} from '../system/interruptible.ts';
import {remark} from '../system/terminal.ts';
import {emitReport, type ReportFlags} from './emit-report.ts';
import {outputFiles} from './output-files.ts';

/** What `pyxdbg core FILE` was asked for. */
export interface CoreFlags extends ReportFlags {
  readonly executable?: string | undefined;
  readonly symbols?: readonly string[] | undefined;
}

/** `pyxdbg core FILE`: the merged traceback of a process that has ended. */
export async function core(path: string, flags: CoreFlags): Promise<void> {
  const files = outputFiles(flags, [path]);
  const {report, close} = await interruptible(async abort => {
    if (isMinidump(path)) return ofMinidump(path, flags, abort);
    if (flags.symbols !== undefined) throw hasNoUse('--symbols', path, 'is for minidumps');
    const engine = requireDebugger(flags.engine ?? null);
    if (!isPack(path)) return ofCore(path, flags, engine, abort);
    if (flags.executable !== undefined) throw hasNoUse('--executable', path, 'is in the archive');
    return ofPack(path, engine, abort);
  });
  try {
    await emitReport(report, files, flags);
  } finally {
    close();
  }
}

function hasNoUse(option: string, path: string, why: string): UserError {
  return new UserError({what: `has no use for ${option}, which ${why}`, where: path, advice: 'leave it out'});
}

/** A report, and what removes the files that its source lines are read from. */
interface OpenReport {
  readonly report: Report;
  close(): void;
}

async function ofCore(
  path: string,
  flags: CoreFlags,
  engine: Engine,
  abort: AbortSignal,
): Promise<OpenReport> {
  const opened = await openCore(path);
  try {
    const executable = requireExecutable(path, flags.executable ?? opened.program);
    const named = {named: path, core: opened.file, executable};
    const {traceback, notes} = await coreTraceback({...named, engine, abort});
    for (const note of notes) remark(`pyxdbg: ${note}`);
    return {report: reportOf(traceback, sourceLines([process.cwd()], ownerOfFile(path))), close: () => {}};
  } finally {
    opened.close();
  }
}

async function ofPack(path: string, engine: Engine, abort: AbortSignal): Promise<OpenReport> {
  const pack = await openPack(path);
  try {
    const settings = pack.settings(engine.name);
    const traceback = await takeTraceback({subject: pack.subject, engine, settings, abort});
    return {report: reportOf(pack.asPacked(traceback), pack.sources), close: pack.close};
  } catch (error) {
    pack.close();
    throw error;
  }
}

/** gdb knows no minidumps. */
async function ofMinidump(path: string, flags: CoreFlags, abort: AbortSignal): Promise<OpenReport> {
  const dump = await openMinidump(path, flags);
  try {
    const engine = requireDebugger('lldb');
    const {subject, signal, settings} = dump;
    const traceback = dump.asFound(await takeTraceback({subject, engine, signal, settings, abort}));
    for (const note of dump.notesOn(traceback)) remark(`pyxdbg: ${note}`);
    return {report: reportOf(traceback, sourceLines([process.cwd()])), close: () => {}};
  } finally {
    dump.close();
  }
}

function reportOf(traceback: Traceback, sources: Report['sources']): Report {
  return {traceback, verdict: judgeTraceback(traceback, {}, sources.line), sources, next: []};
}

/** The program of a core, absolute. Throws a UserError where it is not known or not here. */
export function requireExecutable(core: string, named: string | null): string {
  if (named === null) {
    throw new UserError({
      what: 'does not say which program dumped it',
      where: core,
      advice: 'name it with --executable',
    });
  }
  if (!existsSync(named)) {
    throw new UserError({
      what: `is of ${named}, which is not on this machine`,
      where: core,
      advice: 'name a copy of it with --executable, or make an archive where it was dumped: pyxdbg core pack',
    });
  }
  return resolve(named);
}
