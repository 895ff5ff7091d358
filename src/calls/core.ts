import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {judgeTraceback} from '../debugging/verdict/judge.ts';
import {UserError} from '../errors.ts';
import {openCore} from '../system/debugging/core/open-core.ts';
import {isPack, openPack} from '../system/debugging/core/open-pack.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {sourceLines} from '../system/debugging/source-lines.ts';
import {takeTraceback} from '../system/debugging/take-traceback.ts';
import {interruptible} from '../system/python-build/interruptible.ts';
import {subjectsOf} from '../system/symbol-targets.ts';
import {remark} from '../system/terminal.ts';
import {emitReport, type ReportFlags} from './emit-report.ts';
import {outputFiles} from './output-files.ts';

/** `pyxdbg core FILE`: the merged traceback of a process that has ended. */
export async function core(
  path: string,
  flags: ReportFlags & {readonly executable?: string | undefined},
): Promise<void> {
  const files = outputFiles(flags, [path]);
  const engine = requireDebugger(flags.engine ?? null);
  const report = await interruptible(async abort => {
    const pack = isPack(path) ? await openPack(path) : null;
    const opened = pack === null ? await openCore(path) : null;
    try {
      const subject = pack?.subject ?? {
        kind: 'core' as const,
        core: opened?.file ?? path,
        executable: requireExecutable(path, flags.executable ?? opened?.program ?? null),
      };
      if (pack === null) for (const note of (await subjectsOf(path)).notes) remark(`pyxdbg: ${note}`);
      const traceback = await takeTraceback({
        subject,
        engine,
        ...(pack === null ? {} : {settings: pack.settings(engine.name)}),
        abort,
      });
      const shown = pack === null ? traceback : pack.asPacked(traceback);
      // The lines are read before the pack's folder goes.
      const sources = pack?.sources ?? sourceLines([process.cwd()]);
      const verdict = judgeTraceback(shown, {}, sources.line);
      return {report: {traceback: shown, verdict, sources, next: []}, close: () => pack?.close()};
    } finally {
      opened?.close();
    }
  });
  try {
    await emitReport(report.report, files, flags);
  } finally {
    report.close();
  }
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
