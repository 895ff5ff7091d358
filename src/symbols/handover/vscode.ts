import {UserError} from '../../errors.ts';
import {gdbCommands} from './gdb.ts';
import {lldbAfter, lldbBefore} from './lldb.ts';
import type {HandOver, SourceMap} from './model.ts';

/** Parts of configurations in VS Code's launch.json, by their `type`. */
export type LaunchFragments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Only the types that these symbols are of use to. */
export function vscodeSettings(handOver: HandOver, folderOf: (path: string) => string): LaunchFragments {
  const {sources, modules} = handOver;
  const gdb = gdbCommands(handOver);
  const before = lldbBefore({...handOver, sources: []});
  const after = lldbAfter(handOver);
  const pdbs = modules.filter(({file}) => /\.pdb$/i.test(file));
  const fragments: Record<string, Record<string, unknown>> = {};
  if (gdb.length > 0) {
    fragments['cppdbg'] = {setupCommands: gdb.map(text => ({text, ignoreFailures: true}))};
  }
  if (pdbs.length > 0) {
    fragments['cppvsdbg'] = {
      symbolOptions: {
        // Folders are searched for themselves, not for what is below them.
        searchPaths: [...new Set(pdbs.map(({file}) => folderOf(file)))],
        // Else only modules that Visual Studio finds worth it are looked for.
        moduleFilter: {mode: 'loadAllButExcluded', excludedModules: []},
      },
      ...(sources.length > 0 && {sourceFileMap: asObject(sources)}),
    };
  }
  if (before.length > 0 || after.length > 0 || sources.length > 0) {
    const preRun = after.length > 0 && {preRunCommands: after};
    fragments['lldb'] = {
      ...(before.length > 0 && {initCommands: before}),
      ...preRun,
      ...(sources.length > 0 && {sourceMap: asObject(sources)}),
    };
    // Its own sourceMap puts paths between double quotes as they are (seen in lldb-vscode 16).
    const all = lldbBefore(handOver);
    fragments['lldb-dap'] = {...(all.length > 0 && {initCommands: all}), ...preRun};
  }
  refuseVariables(fragments);
  return fragments;
}

function asObject(sources: readonly SourceMap[]): Readonly<Record<string, string>> {
  return Object.fromEntries(sources.map(({recorded, here}) => [recorded, here]));
}

/** VS Code replaces `${name}` in every text of a configuration, and knows no way to quote it. */
function refuseVariables(fragments: LaunchFragments): void {
  const text = JSON.stringify(fragments);
  const at = text.indexOf('${');
  if (at < 0) return;
  throw new UserError({
    what: 'VS Code would take a part of a path for a variable',
    where: text.slice(at, at + 40),
    advice: 'use a folder with another name (--store, --sources)',
  });
}
