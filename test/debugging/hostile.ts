import type {Traceback} from '../../src/debugging/traceback/model.ts';
import {cFrame, fault, pythonFrame, thread, traceback} from './documents.ts';

/** What a process may have in its memory for whoever reads a report of it. */
export const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "' style='background:url(https://example.invalid/x)",
  '</pre></details><a href="javascript:alert(1)">',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u202egnp.exe',
  '\ud800',
  'a\r\nb\u0000c',
] as const;

/** A document that has such a text wherever a text may be. */
export function hostileTraceback(text: string): Traceback {
  const variable = {name: text, type: text, value: text, parts: [{name: text, type: text, value: text}]};
  return traceback({
    debugger: {name: 'gdb', version: text},
    process: {id: 1, executable: text},
    python: {version: text, isFreeThreaded: false, layout: 'table'},
    signal: fault('0x0', {name: text, code: text}),
    abortMessage: text,
    threads: [
      thread({
        isMain: true,
        isStopped: true,
        name: text,
        pythonName: text,
        problems: [text],
        frames: [
          cFrame({function: text, file: text, module: text, locals: [variable], arguments: [variable]}),
          pythonFrame({function: text, file: text, locals: [variable]}),
        ],
      }),
      thread({id: 2, name: text, pythonName: text, waits: {for: 'python-lock', type: text, owner: 1}}),
      thread({id: 3, waits: {for: 'system-call', name: text}, frames: [cFrame({function: text})]}),
    ],
    modules: [{path: text, hasDebugInfo: false, buildId: text}],
    problems: [text],
  });
}

/** Lines and places that are hostile, too. */
export const hostileSources = (text: string) => ({
  line: () => text,
  elsewhere: () => text,
  isNewer: () => true,
});
