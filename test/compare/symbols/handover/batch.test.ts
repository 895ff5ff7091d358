import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {visualStudioSettings} from '../../../../src/symbols/handover/visual-studio.ts';
import {writeTree} from '../../../builders/tree.ts';
import {wine, wineEnvironment} from '../../windows/wine.ts';

const prefix = fileURLToPath(new URL('../../../../.cache/windows/prefix', import.meta.url));
const isThere = existsSync(wine) && existsSync(prefix);
const real = isThere ? test.serial : test.serial.skip;
const name = (title: string): string => (isThere ? title : `${title} (skipped: no Wine prefix)`);

real(name("Wine's cmd takes the batch file for Visual Studio as it is meant"), async t => {
  const odd = "C:\\odd a%b %PATH% & ^ ! (x) 'q' $x";
  const lines = visualStudioSettings({
    symStores: [odd],
    pdbFolders: ['D:\\venv'],
    sources: [{recorded: 'D:\\a\\spam', here: 'C:\\100% & ^ > (x) %~y'}],
  });
  const folder = writeTree({'symbols.cmd': lines.map(line => `${line}\r\n`).join('')});
  const file = `Z:${join(folder, 'symbols.cmd').replaceAll('/', '\\')}`;
  const {stdout} = await execa(wine, ['cmd', '/c', `call ${file} && set _NT_SYMBOL_PATH`], {
    cwd: folder,
    env: {...wineEnvironment(prefix), _NT_SYMBOL_PATH: 'C:\\old'},
    timeout: 120_000,
  });
  t.is(stdout.trim(), `_NT_SYMBOL_PATH=srv*${odd};D:\\venv;C:\\old`);
});
