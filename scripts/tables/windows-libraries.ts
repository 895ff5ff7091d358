/**
 * Makes toolchains/windows-libraries.txt: the DLLs that Windows itself has.
 *
 * The source is delvewheel's three lists, which were read off installation media of Windows 7 SP1 to 11 (x64: on all
 * of them; ARM64: of 10 and 11, which have nothing that x64 lacks but the emulation layer). Names that mingw-w64 or Wine
 * know beyond these were looked through by hand: they are of Windows 2000 to Vista, of DirectX's and Visual C++'s
 * redistributables, or Wine's own; the few that are Windows' stand in windows.yaml, `libraries.add`.
 *
 * `node scripts/tables/windows-libraries.ts DELVEWHEEL_WHEEL` (pip download --no-deps delvewheel==1.13.2)
 */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parse} from 'yaml';
import {crtTable} from '../../src/toolchains/crt.ts';
import type {WindowsFile} from '../../src/toolchains/windows.ts';
import {sorted, usage, writeTextTable} from './table-text.ts';
import {wheelText} from './wheel-member.ts';

const [wheel] = process.argv.slice(2);
if (wheel === undefined) usage('windows-libraries.ts DELVEWHEEL_WHEEL');

const tables = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');
const readYaml = (name: string): unknown => parse(readFileSync(join(tables, name), 'utf8'));
const {apiSets, libraries, redistributables} = readYaml('windows.yaml') as WindowsFile;
const crt = crtTable(() => readYaml('crt.yaml'));

const python = wheelText(wheel, 'delvewheel/_dll_list.py');
const names = new Set<string>(libraries.add);
for (const machine of ['x86', 'x64', 'arm64']) {
  const list = new RegExp(`^ignore_names_${machine} = \\{(.*?)^\\}`, 'ms').exec(python)?.[1];
  if (list === undefined) throw new Error(`no list for ${machine} in ${wheel}`);
  for (const [, name = ''] of list.matchAll(/^\s+'([^']+)'/gm)) names.add(name.toLowerCase());
}
const unwanted = [...apiSets, ...redistributables.map(({pattern}) => `^${pattern}$`)].map(
  pattern => new RegExp(pattern),
);
for (const name of names) {
  if (libraries.remove.includes(name) || crt.entry(name) || unwanted.some(pattern => pattern.test(name))) {
    names.delete(name);
  }
}

writeTextTable(
  'windows-libraries.txt',
  {
    source: [
      'delvewheel 1.13.2 (MIT), _dll_list.py: DLLs of Windows 7 SP1 to 11, read off installation media',
      'toolchains/windows.yaml, libraries: additions and removals by hand',
    ],
    generator: 'node scripts/tables/windows-libraries.ts DELVEWHEEL_WHEEL',
    format: [
      'one file name a line, lower case; C and C++ runtimes are in crt.yaml, API sets in windows.yaml',
    ],
  },
  sorted(names),
);
