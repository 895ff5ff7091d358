import {gdbSettings} from '../../symbols/handover/gdb.ts';
import {lldbAfter, lldbBefore} from '../../symbols/handover/lldb.ts';
import {inQuotes, settable} from '../../symbols/handover/one-line.ts';
import {type LaunchFacts, OWN_FILES} from './model.ts';

type InitFacts = Pick<LaunchFacts, 'workspace' | 'system' | 'symbols'>;

/** `.pyxdbg/gdbinit`: what `gdb -x` reads, and cppdbg's `setupCommands`. */
export function gdbInit(facts: InitFacts): string {
  return lines([
    '# By `pyxdbg launch-config`, which writes it anew. Use: gdb -x .pyxdbg/gdbinit --args python SCRIPT',
    '# A breakpoint in a module that is not loaded yet waits for it.',
    'set breakpoint pending on',
    ...gdbSettings(facts.symbols),
    '# The walker needs the Python in gdb, whose functions are there where it is.',
    'if !$_isvoid($_streq)',
    // `source` takes the rest of the line as it is.
    `  source ${settable(inWorkspace(facts, `${OWN_FILES.walker}/pyxdbg_gdb.py`), 'a command of gdb')}`,
    'end',
  ]);
}

/** `.pyxdbg/lldbinit`: what `lldb -S` reads, and `initCommands`. */
export function lldbInit(facts: InitFacts): string {
  const walker = settable(inWorkspace(facts, `${OWN_FILES.walker}/pyxdbg_lldb.py`), 'an lldb command', '`');
  return lines([
    '# By `pyxdbg launch-config`, which writes it anew. Use: lldb -S .pyxdbg/lldbinit -- python SCRIPT',
    ...lldbBefore(facts.symbols),
    `command script import ${inQuotes(walker, /["\\]/g)}`,
    ...lldbAfter(facts.symbols).map(command => `# once its module is loaded: ${command}`),
  ]);
}

function inWorkspace({workspace, system}: InitFacts, path: string): string {
  return `${system === 'win32' ? workspace.replaceAll('\\', '/') : workspace}/${path}`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
