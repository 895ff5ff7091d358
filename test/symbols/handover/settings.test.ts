import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {gdbCommands, gdbSettings} from '../../../src/symbols/handover/gdb.ts';
import {lldbAfter, lldbBefore} from '../../../src/symbols/handover/lldb.ts';
import {DEBUGGERS, type HandOver} from '../../../src/symbols/handover/model.ts';
import {settingsText, textOfPart} from '../../../src/symbols/handover/settings-text.ts';
import {visualStudioSettings} from '../../../src/symbols/handover/visual-studio.ts';
import {vscodeSettings} from '../../../src/symbols/handover/vscode.ts';
import {windbgSettings} from '../../../src/symbols/handover/windbg.ts';

const NOTHING: HandOver = {
  debugFolders: [],
  symStores: [],
  pdbFolders: [],
  modules: [],
  sources: [],
  gdbSources: [],
  debuginfod: null,
};

test('where there is nothing to set no debugger is told anything', t => {
  for (const one of DEBUGGERS) {
    for (const part of settingsText(one, NOTHING, path => path)) t.deepEqual(part.lines, [], one);
  }
});

test('a line break in a path is refused for every debugger, since it would begin another command', t => {
  for (const path of ['/a\nshell id', '/a\rb', '/a\x1bb']) {
    const folder = {...NOTHING, debugFolders: [path]};
    const source = [{recorded: path, here: '/b'}];
    t.throws(() => gdbSettings(folder), {instanceOf: UserError});
    t.throws(() => gdbCommands({...NOTHING, gdbSources: source}), {instanceOf: UserError});
    t.throws(() => lldbBefore(folder), {instanceOf: UserError});
    t.throws(() => lldbBefore({...NOTHING, sources: source}), {instanceOf: UserError});
    t.throws(() => lldbAfter({modules: [{module: path, format: 'pe', file: '/b.pdb'}]}), {
      instanceOf: UserError,
    });
    t.throws(() => windbgSettings({...NOTHING, symStores: [path]}), {instanceOf: UserError});
    t.throws(() => windbgSettings({...NOTHING, sources: [{recorded: '/b', here: path}]}), {
      instanceOf: UserError,
    });
    t.throws(() => visualStudioSettings({...NOTHING, pdbFolders: [path]}), {instanceOf: UserError});
    t.throws(() => visualStudioSettings({...NOTHING, sources: [{recorded: '/b', here: path}]}), {
      instanceOf: UserError,
    });
    t.throws(() => vscodeSettings(folder, one => one), {instanceOf: UserError});
  }
});

test('a separator that a list gives no way to quote is refused', t => {
  t.throws(() => gdbSettings({...NOTHING, debugFolders: ['/a:b']}), {message: /cannot hold a path with `:`/});
  t.throws(() => windbgSettings({...NOTHING, pdbFolders: ['C:\\a;b']}), {
    message: /cannot hold a path with `;`/,
  });
  t.throws(() => windbgSettings({...NOTHING, symStores: ['C:\\a*b']}), {
    message: /cannot hold a path with `\*`/,
  });
});

test('a backquote is refused for lldb, which would evaluate what stands in it', t => {
  t.throws(() => lldbBefore({...NOTHING, debugFolders: ['/a`1+1`']}), {message: /cannot hold a path with/});
});

test('what VS Code would take for a variable is refused', t => {
  t.throws(() => vscodeSettings({...NOTHING, debugFolders: ['/a/$' + '{x}']}, one => one), {
    message: /take a part of a path for a variable/,
  });
  t.notThrows(() => vscodeSettings({...NOTHING, debugFolders: ['/a/$x {}']}, one => one));
});

test('SymStore trees stand behind srv*, plain folders as they are', t => {
  const lines = windbgSettings({
    symStores: ['C:\\store'],
    pdbFolders: ['D:\\venv'],
    sources: [{recorded: 'D:\\a\\spam', here: 'C:\\me\\spam'}],
  });
  // The forms of Microsoft's pages "Symbol path for Windows debuggers" and ".srcpath".
  t.deepEqual(lines, ['.sympath+ srv*C:\\store;D:\\venv', '.srcpath+ C:\\me\\spam', '.reload']);
});

test('VS Code gets fragments only for debuggers that the symbols are of use to', t => {
  const elf = vscodeSettings({...NOTHING, debugFolders: ['/store']}, one => one);
  t.deepEqual(Object.keys(elf), ['cppdbg', 'lldb', 'lldb-dap']);
  const pe = vscodeSettings(
    {
      ...NOTHING,
      symStores: ['C:\\s'],
      modules: [{module: 'C:\\x.pyd', format: 'pe', file: 'C:\\s\\x.pdb\\K1\\x.pdb'}],
    },
    path => path.slice(0, path.lastIndexOf('\\')),
  );
  t.deepEqual(Object.keys(pe), ['cppvsdbg', 'lldb', 'lldb-dap']);
  t.like(pe['cppvsdbg'], {symbolOptions: {searchPaths: ['C:\\s\\x.pdb\\K1']}});
  t.deepEqual(pe['lldb']?.['preRunCommands'], [
    'target symbols add -s "C:\\\\x.pyd" "C:\\\\s\\\\x.pdb\\\\K1\\\\x.pdb"',
  ]);
});

test('a text says how it is used, or that nothing is to be set', t => {
  const [part] = settingsText('gdb', {...NOTHING, debuginfod: false}, one => one);
  t.true(part && textOfPart(part, '$& x.gdb').startsWith('# gdb -x $& x.gdb PROGRAM'));
  const [empty] = settingsText('gdb', NOTHING, one => one);
  t.regex(empty ? textOfPart(empty, 'x') : '', /^# nothing to set/);
});
