import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readMinidump} from '../../../src/binary/minidump/read-minidump.ts';
import {subjectsOf} from '../../../src/system/symbol-targets.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {winePath} from './msvc/paths.ts';
import {madeVersions, windowsPython, wine, wineEnvironment} from './wine.ts';

const cache = fileURLToPath(new URL('../../../.cache/windows', import.meta.url));
const gcc = toolNamed('x86_64-w64-mingw32-gcc');
const [version] = madeVersions(cache, ['3.13', '3.8']);
const missing = gcc === null ? 'x86_64-w64-mingw32-gcc' : 'scripts/windows-pythons.ts to be run first';

/** Runs the program under Wine until it is ready; gives what it printed. */
async function started(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (/^ready/m.test(text)) return text;
  }
  throw new Error(`the program ended: ${text}`);
}

if (gcc === null || version === undefined) {
  test.skip(`modules of minidumps and of Wine processes (needs ${missing})`, () => {});
} else {
  test('modules of a process under Wine: as PSAPI tells, in its minidump and in its maps', async t => {
    t.timeout(240_000);
    const folder = temporaryFolder();
    const program = join(folder, 'minidump.exe');
    const source = fileURLToPath(new URL('minidump.c', import.meta.url));
    execFileSync(gcc, [source, '-o', program, '-ldbghelp', '-lpsapi']);
    const python = windowsPython(cache, version);
    const library = join(python, `python${version.replace('.', '')}.dll`);
    const dump = join(folder, 'process.dmp');
    const child = spawn(wine, [program, winePath(dump), winePath(library)], {
      env: {...process.env, ...wineEnvironment(join(cache, 'prefix'))},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.teardown(() => child.kill());
    const told = [...(await started(child)).matchAll(/^([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) (.*?)\r?$/gm)].map(
      ([, ...fields]) => fields.join(' ').toLowerCase(),
    );
    t.true(told.length > 4);
    const {system, machine, modules} = readMinidump(memorySource(readFileSync(dump)));
    t.deepEqual([system, machine], ['windows', 'x86_64']);
    t.deepEqual(
      modules
        .map(({start, imageSizeBytes, timestamp, path}) =>
          [...[start, imageSizeBytes, timestamp].map(number => number.toString(16)), path]
            .join(' ')
            .toLowerCase(),
        )
        .sort(),
      told.toSorted(),
    );

    // The maps have the files of this machine: the library with its PDB.
    const {subjects} = await subjectsOf(String(child.pid));
    const ours = (await subjectsOf(library)).subjects[0];
    t.is(ours?.identity?.kind, 'pdb');
    t.deepEqual(
      subjects.filter(({location}) => location === ours?.location).map(({identity}) => identity),
      [ours?.identity ?? null],
    );
    t.true(subjects.some(({format}) => format === 'elf'));
  });
}
