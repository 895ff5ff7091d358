import {gdbSettings} from './gdb.ts';
import {lldbAfter, lldbBefore} from './lldb.ts';
import type {Debugger, HandOver} from './model.ts';
import {visualStudioSettings} from './visual-studio.ts';
import {vscodeSettings} from './vscode.ts';
import {windbgSettings} from './windbg.ts';

/** What a debugger reads as one file. */
export interface SettingsPart {
  /** The name of the file that it is written to, unless the user names one. */
  readonly file: string;
  /** How it is used; `FILE` stands for the file. */
  readonly use: string;
  /** What a line of remarks begins with in it. */
  readonly comment: string;
  /** Without a line break at the end of each; none where there is nothing to set. */
  readonly lines: readonly string[];
}

/** The settings of a debugger in its own words. The second part of lldb's is there only where it says anything. */
export function settingsText(
  debuggerName: Debugger,
  handOver: HandOver,
  folderOf: (path: string) => string,
): readonly SettingsPart[] {
  switch (debuggerName) {
    case 'gdb':
      return [
        {
          file: 'symbols.gdb',
          use: 'gdb -x FILE PROGRAM, or in gdb before the program runs: source FILE',
          comment: '#',
          lines: gdbSettings(handOver),
        },
      ];
    case 'lldb': {
      const after = lldbAfter(handOver);
      return [
        {
          file: 'symbols.lldb',
          use: 'lldb -S FILE PROGRAM: before the program is loaded (target create)',
          comment: '#',
          lines: lldbBefore(handOver),
        },
        {
          file: 'symbols-modules.lldb',
          use: 'lldb -s FILE PROGRAM: once these modules are loaded',
          comment: '#',
          lines: after,
        },
      ].filter(({lines}, at) => at === 0 || lines.length > 0);
    }
    case 'windbg':
      return [
        {
          file: 'symbols.windbg',
          use: 'cdb -cf FILE PROGRAM, windbg -c "$<FILE" PROGRAM, or as commands',
          comment: '*',
          lines: windbgSettings(handOver),
        },
      ];
    case 'vs':
      return [
        {
          file: 'symbols.cmd',
          use: 'call FILE, then start devenv from the same prompt; or add the folders under Tools > Options > Debugging > Symbols',
          comment: '@rem',
          lines: visualStudioSettings(handOver),
        },
      ];
    case 'vscode': {
      const fragments = vscodeSettings(handOver, folderOf);
      return [
        {
          file: 'symbols.vscode.json',
          use: 'what configurations of these types in .vscode/launch.json need',
          comment: '//',
          lines: Object.keys(fragments).length === 0 ? [] : JSON.stringify(fragments, null, 2).split('\n'),
        },
      ];
    }
  }
}

/** The whole text of a part, with how it is used where `file` has it. */
export function textOfPart({use, comment, lines}: SettingsPart, file: string): string {
  const said = lines.length === 0 ? 'nothing to set: what there is, is found without' : use;
  return [`${comment} ${said.replaceAll('FILE', () => file)}`, ...lines, ''].join('\n');
}
