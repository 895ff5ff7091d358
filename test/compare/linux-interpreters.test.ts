import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {checkAbi, rulesOf} from '../e2e/check-abi.ts';
import {hasProgram} from '../seeded/tools.ts';
import {importError} from './linux/binding.ts';
import {buildModule} from './linux/build.ts';
import {findInterpreters, type Interpreter, nameOf} from './linux/interpreters.ts';

const interpreters = process.platform === 'linux' && hasProgram('gcc') ? findInterpreters() : [];
const runtimes = fileURLToPath(new URL('linux/runtimes.py', import.meta.url));

let scratch = '';
test.before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pyxdbg-linux-'));
});
test.after.always(() => rm(scratch, {recursive: true, force: true}));

const errorsOf = async (host: Interpreter, path: string): Promise<readonly string[]> => {
  const {artefacts} = await checkAbi('--with-system', '--python', host.executable, path);
  return rulesOf(
    artefacts.flatMap(({binaries}) => binaries),
    'error',
  );
};

/** Builds for `host` a module that needs the libpython of `owner`, and says how many interpreters an import then holds. */
const interpretersAfterImport = async (host: Interpreter, owner: Interpreter) => {
  const link = ['-Wl,--no-as-needed', owner.library, `-Wl,-rpath,${dirname(owner.library)}`];
  const folder = join(scratch, `${nameOf(owner)} in ${nameOf(host)}`);
  const path = await buildModule(host, {link}, folder);
  const {stdout} = await execa(host.executable, [runtimes, folder, basename(owner.library)]);
  // runtimes.py prints one object of this shape.
  const seen = JSON.parse(stdout) as {works: boolean; mapped: string[]; runtimes: number};
  return {path, seen};
};

const release = interpreters.filter(({debug, version}) => !debug && version !== '2.7');
const fixed = release.find(({shared}) => !shared);
const twin = release.find(({shared, version}) => shared && version === fixed?.version);
const other = release.find(
  ({shared, version}) => shared && ['3.9', '3.10', '3.12', '3.13'].includes(version),
);

const pairs: readonly [string, Interpreter | undefined, Interpreter | undefined, number][] = [
  ['one interpreter and no error in a Python that shares it', twin, twin, 1],
  ['a second interpreter and an error into a static Python', fixed, twin, 2],
  ['a second interpreter and an error into a Python of another version', twin, other, 2],
];

for (const [title, host, owner, expected] of pairs) {
  if (host === undefined || owner === undefined) {
    test.skip(`a module that needs libpython brings ${title} (needs a static and two shared Pythons)`, () => {});
    continue;
  }
  test.serial(`a module that needs libpython brings ${title}`, async t => {
    const {path, seen} = await interpretersAfterImport(host, owner);
    t.log(seen);
    t.true(seen.mapped.some(file => basename(file) === basename(owner.library)));
    t.is(seen.runtimes, expected);
    t.deepEqual(await errorsOf(host, path), expected === 1 ? [] : ['elf-libpython']);
  });
}

const system = release.find(({version}) => version === '3.11');
const debug = interpreters.find(host => host.debug && host.version === system?.version);

if (system !== undefined && debug !== undefined) {
  test.serial("a module built with a debug Python's headers imports in that Python only", async t => {
    const recipe = {headers: debug.headers, suffix: system.suffix};
    const folder = join(scratch, 'debug-headers');
    const path = await buildModule(system, recipe, folder);
    t.regex((await importError(system, folder)) ?? '', /undefined symbol: _Py_(RefTotal|NegativeRefcount)/);
    t.deepEqual(await errorsOf(system, path), ['pydebug']);
    t.is(await importError(debug, folder), null);
    t.deepEqual(await errorsOf(debug, path), []);
  });
} else {
  test.skip("a module built with a debug Python's headers imports in that Python only (needs python3-dbg)", () => {});
}

if (system !== undefined) {
  test.serial('an executable stack is reported; glibc refuses it from 2.41 on', async t => {
    const folder = join(scratch, 'stack');
    const path = await buildModule(system, {link: ['-Wl,-z,execstack']}, folder);
    const {stdout} = await execa('ldd', ['--version']);
    const glibcMinor = Number(stdout.match(/2\.(\d+)\s*$/m)?.[1]);
    const error = await importError(system, folder);
    t.log(`glibc 2.${glibcMinor}: ${error ?? 'imported'}`);
    t.is(error === null, glibcMinor < 41);
    const {artefacts} = await checkAbi('--python', system.executable, path);
    const findings = artefacts.flatMap(({binaries}) => binaries.flatMap(binary => binary.findings));
    t.true(findings.some(({rule}) => rule === 'exec-stack'));
  });
}
