import {dirname, join} from 'node:path';
import test from 'ava';
import {vscodeSettings} from '../../../../src/symbols/handover/vscode.ts';
import {prepareHandOver} from '../../../../src/system/symbols-handover/hand-over.ts';
import {toolNamed} from '../../../builders/tools.ts';
import {startAdapter} from './dap-client.ts';
import {ODD_FOR_LLDB, PROGRAM, PYTHON, STOP, strippedExtension} from './extension.ts';

const adapterProgram = toolNamed('lldb-vscode-16', 'lldb-dap', 'lldb-vscode');
const missing = ['gcc', 'objcopy', 'readelf'].filter(tool => toolNamed(tool) === null);
if (adapterProgram === null) missing.push('lldb-vscode-16');
const real = missing.length === 0 ? test.serial : test.serial.skip;
const name = (title: string): string =>
  missing.length === 0 ? title : `${title} (skipped: no ${missing.join(', ')})`;

/** Runs the extension under the adapter with a breakpoint on its source; gives where it stops, and null where it does not. */
async function stopWith(
  fragment: Readonly<Record<string, unknown>>,
  {folder, sources}: {readonly folder: string; readonly sources: string},
) {
  const adapter = startAdapter(adapterProgram ?? '', folder);
  try {
    adapter.send('initialize', {adapterID: 'lldb-dap', pathFormat: 'path', linesStartAt1: true});
    await adapter.next(({type, command}) => type === 'response' && command === 'initialize');
    adapter.send('launch', {program: PYTHON, args: ['-c', PROGRAM], cwd: folder, ...fragment});
    await adapter.next(({event}) => event === 'initialized');
    adapter.send('setBreakpoints', {
      source: {path: join(sources, STOP.file)},
      breakpoints: [{line: STOP.line}],
    });
    adapter.send('configurationDone');
    const end = await adapter.next(
      ({event, body}) => event === 'terminated' || (event === 'stopped' && body?.['reason'] === 'breakpoint'),
    );
    if (end?.event !== 'stopped') return null;
    adapter.send('stackTrace', {threadId: end.body?.['threadId'], levels: 1});
    const trace = await adapter.next(({type, command}) => type === 'response' && command === 'stackTrace');
    return trace?.body?.['stackFrames'] ?? null;
  } finally {
    adapter.kill();
  }
}

real(name("lldb-dap stops in the user's own source with the fragment, and nowhere without"), async t => {
  const {folder, store, sources, found} = strippedExtension('build-id', ODD_FOR_LLDB);
  const {handOver} = prepareHandOver([found], {store, sources: [sources], debuginfod: null});
  const fragment = vscodeSettings(handOver, dirname)['lldb-dap'] ?? {};
  t.is(await stopWith({}, {folder, sources}), null);
  t.like(await stopWith(fragment, {folder, sources}), {
    0: {name: 'sum_squares', line: STOP.line, source: {path: join(sources, STOP.file)}},
  });
});
