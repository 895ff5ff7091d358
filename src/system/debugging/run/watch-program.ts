import {fatalEnd} from '../../../debugging/run/fatal-end.ts';
import {ignoredEnvironment} from '../../../debugging/run/ignored-environment.ts';
import {type CrashHandler, crashHandler} from './crash-handler.ts';
import {listenForCrashes} from './crash-listener.ts';
import {endOf, TIMED_OUT} from './end-of-program.ts';
import {coreLimit, kernelCores, recentCoreFiles, withCores} from './kernel-core.ts';
import type {Reporter} from './reporter.ts';
import {DUMP_SIGNAL, makeRunFolder, type RunFolder} from './run-folder.ts';
import {startProgram} from './start-program.ts';
import type {WatchRequest} from './watch-request.ts';

/** Runs the program; resolves to the status to end with. */
export async function watchProgram(request: WatchRequest): Promise<number> {
  const {command, wants} = request;
  const isSilent = wants === 'nothing' || request.engine === null;
  const handler: CrashHandler | null = isSilent ? null : await crashHandler();
  const cores = isSilent ? null : kernelCores(process.cwd());
  const why = isSilent || cores !== null ? null : whyNoHandler(command, handler);
  if (why !== null) return (await import('./from-the-start.ts')).fromTheStart(request, why);
  const folder = makeRunFolder(handler && 'file' in handler ? handler.file : null, {
    isQuiet: wants === 'nothing',
    coreLimit: wants === 'core' || cores === null ? null : coreLimit(),
    watchdogSeconds: DUMP_SIGNAL === 0 && request.timeoutMs !== null ? request.timeoutMs / 1000 : null,
  });
  // What makes reports is loaded when there is one to make: most programs end without.
  let made: Reporter | null = null;
  const reporter = async (): Promise<Reporter> => {
    const {Reporter} = await import('./reporter.ts');
    made ??= new Reporter(request);
    return made;
  };
  const startedMs = Date.now();
  let main: number | null = null;
  const listener =
    handler && 'file' in handler
      ? await listenForCrashes(folder.socket, async told => {
          const {processOfCrash} = await import('./process-of-crash.ts');
          const crash = processOfCrash(told, handler.file);
          const isMade =
            crash !== null &&
            (await (await reporter()).crash(crash, main, wants === 'core' && cores === null));
          if (!isMade) await (await import('./tell-log.ts')).tellLog(logOf(told.pid, main, folder));
        })
      : null;
  try {
    const running = await startProgram(cores === null ? command : withCores(command), folder.env, command[0]);
    main = running.pid;
    const end = await endOf(running, request, reporter, folder);
    await listener?.settled();
    if (end === 'timed out') return TIMED_OUT;
    const mayHaveLeftCores = cores !== null && recentCoreFiles(cores, process.cwd(), startedMs).length > 0;
    if (fatalEnd(end) !== null || request.engine === null || mayHaveLeftCores) {
      const {tellEnd} = await import('./after-the-end.ts');
      await tellEnd({pid: running.pid, end, startedMs, cores, handler}, request, await reporter(), folder);
    }
    return end.status;
  } finally {
    listener?.close();
    folder.remove();
  }
}

function whyNoHandler(command: readonly string[], handler: CrashHandler | null): string | null {
  if (handler && 'missing' in handler) return handler.missing;
  const ignoring = ignoredEnvironment(command);
  return ignoring === null ? null : `${ignoring} keeps Python from loading the crash handler`;
}

/** What faulthandler wrote of a process; a forked one goes on with its parent's log. */
function logOf(pid: number, main: number | null, folder: RunFolder): string {
  return folder.faulthandlerLog(pid) ?? (main === null ? null : folder.faulthandlerLog(main)) ?? '';
}
