import type {LaunchEntry} from '../../../src/debugging/launch/model.ts';
import type {Breakpoint, DapSession} from './dap-session.ts';

/** Where a program stopped. */
export interface Stop {
  readonly threadId: unknown;
  readonly frame: {readonly name: string; readonly line: number; readonly file: string};
  /** Locals of the innermost frame, as text. */
  readonly locals: Readonly<Record<string, string>>;
}

/**
 * Starts a configuration as VS Code does: initialize, then launch or attach with all that the entry says, breakpoints
 * once the adapter asks for them, configurationDone.
 */
export async function start(
  session: DapSession,
  {type, request, name: _name, presentation: _presentation, preLaunchTask: _task, ...rest}: LaunchEntry,
  breakpoints: readonly Breakpoint[],
): Promise<void> {
  await session.request('initialize', {
    adapterID: type,
    pathFormat: 'path',
    linesStartAt1: true,
    columnsStartAt1: true,
    supportsRunInTerminalRequest: true,
  });
  const started = session.request(String(request), {type, request, ...rest});
  // Whichever comes first of the event and a refusal; some adapters answer before it, some at the end.
  const refused = new Promise<never>((_, reject) => {
    started.catch(reject);
  });
  await Promise.race([session.event('initialized'), refused]);
  for (const {file, line} of breakpoints) {
    await session.request('setBreakpoints', {source: {path: file}, breakpoints: [{line}]});
  }
  await session.request('configurationDone');
  await started;
}

/** Waits until the program stops, and reads where. */
export async function stopped(session: DapSession, reason = 'breakpoint'): Promise<Stop> {
  const {threadId} = await session.event('stopped', body => body['reason'] === reason);
  return readStop(session, threadId);
}

/** The innermost frame of a thread that stands still, with its locals. */
export async function readStop(session: DapSession, threadId: unknown): Promise<Stop> {
  const {stackFrames} = await session.request('stackTrace', {threadId, levels: 1});
  const [frame] = asList(stackFrames);
  const {scopes} = await session.request('scopes', {frameId: frame?.['id']});
  const all = [];
  // Registers, and what is global, would be many.
  for (const {name, variablesReference} of asList(scopes)) {
    if (!/local|argument/i.test(String(name))) continue;
    const {variables} = await session.request('variables', {variablesReference});
    all.push(...asList(variables));
  }
  const source = frame?.['source'];
  return {
    threadId,
    frame: {
      name: String(frame?.['name']),
      line: Number(frame?.['line']),
      file: String(typeof source === 'object' && source !== null && 'path' in source ? source.path : ''),
    },
    locals: Object.fromEntries(all.map(each => [String(each['name']), String(each['value'])])),
  };
}

/** Lets the program go on to its end; gives its exit status. */
export async function finish(session: DapSession, {threadId}: Stop): Promise<unknown> {
  await session.request('continue', {threadId});
  const {exitCode} = await session.event('exited');
  await session.event('terminated');
  return exitCode;
}

function asList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
