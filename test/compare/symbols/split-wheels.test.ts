import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import test, {type ExecutionContext} from 'ava';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {pyxdbgOn, root, vendored} from '../../e2e/program.ts';
import {buildPython} from '../build/build-environment.ts';
import {installed, membersOf, unpackStrictly} from './wheel-judges.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const python = buildPython();
const tools = {readelf: 'readelf', 'eu-readelf': 'eu-readelf', objcopy: 'objcopy', llvm: 'llvm-objcopy-16'};
const lacking = [
  ...Object.values(tools).filter(name => toolNamed(name) === null),
  ...(python === null ? ['pip index'] : []),
];
const live = lacking.length === 0 ? test.serial : test.serial.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

/** What `symbols split --json` tells, as far as is used here. */
interface Told {
  readonly artefacts: readonly {
    readonly output: string;
    readonly debugFolder: string;
    readonly binaries: readonly {
      readonly path: string;
      readonly action: string;
      readonly tool: string | null;
      readonly notes: readonly string[];
      readonly debugFiles: readonly {readonly path: string}[];
    }[];
  }[];
}

const ajv = new Ajv({strict: true, strictTypes: false});
addFormats.default(ajv);
const isToldJson = ajv.compile(
  JSON.parse(readFileSync(join(root, 'schema', 'symbols-split.schema.json'), 'utf8')),
);

async function split(t: ExecutionContext, words: readonly string[], env = {}): Promise<Told> {
  const {status, stdout, stderr} = await pyxdbg(['symbols', 'split', ...words, '--json'], {env});
  t.is(status, 0, stderr);
  const told: Told = JSON.parse(stdout);
  t.true(isToldJson(told), JSON.stringify(isToldJson.errors));
  return told;
}

const sectionNames = (path: string): readonly string[] =>
  [...execFileSync('readelf', ['-SW', path], {encoding: 'utf8'}).matchAll(/^ +\[ *\d+\] (\S+)/gm)].map(
    ([, name = '']) => name,
  );
/** The build-id as elfutils reads it. */
const buildId = (path: string): string =>
  /Build ID: (\S+)/.exec(execFileSync('eu-readelf', ['-n', path], {encoding: 'utf8'}))?.[1] ?? '';
const dynamicSymbols = (path: string): string =>
  execFileSync('readelf', ['--dyn-syms', '-dW', path], {encoding: 'utf8'}).replace(
    /^.*contains \d+ entries.*$/gm,
    '',
  );

/** Holds a split wheel to the judges; gives its parts. */
function judge(t: ExecutionContext, before: string, told: Told['artefacts'][0], pythonExe: string): void {
  const [old, now] = [unpackStrictly(pythonExe, before), unpackStrictly(pythonExe, told.output)].map(folder =>
    join(folder, readdirSync(folder)[0] ?? ''),
  );
  const changed = new Set(told.binaries.filter(({action}) => action === 'split').map(({path}) => path));
  t.true(changed.size > 0);
  for (const {path, debugFiles} of told.binaries.filter(({action}) => action === 'split')) {
    const [original, stripped] = [join(old ?? '', path), join(now ?? '', path)];
    const debug = join(told.debugFolder, debugFiles[0]?.path ?? '');
    t.is(debug, join(told.debugFolder, `${path}.debug`));
    t.deepEqual(
      sectionNames(stripped).filter(name => name.includes('debug_')),
      [],
    );
    t.true(sectionNames(debug).includes('.debug_info'));
    t.not(buildId(original), '');
    t.is(buildId(stripped), buildId(original));
    t.is(buildId(debug), buildId(original));
    t.is(dynamicSymbols(stripped), dynamicSymbols(original));
  }
  const isOther = (name: string) => !changed.has(name) && !name.endsWith('.dist-info/RECORD');
  const [was, is] = [membersOf(before), membersOf(told.output)];
  t.deepEqual(
    is.map(({raw, ...rest}) => (isOther(rest.name) ? {raw, ...rest} : rest)),
    was.map(({raw, ...rest}) => (isOther(rest.name) ? {raw, ...rest} : rest)),
  );
}

const foreign = [
  'markupsafe-3.0.3-cp312-cp312-manylinux2014_aarch64.manylinux_2_17_aarch64.manylinux_2_28_aarch64.whl',
  'markupsafe-3.0.3-cp313-cp313-musllinux_1_2_riscv64.whl',
  'markupsafe-3.0.3-cp314-cp314t-musllinux_1_2_x86_64.whl',
  'MarkupSafe-1.1.1-cp34-cp34m-manylinux1_i686.whl',
];

live(`released wheels of four machines come apart, and stay the wheels that they were${why}`, async t => {
  const out = temporaryFolder();
  const wheels = foreign.map(vendored);
  const {artefacts} = await split(t, [...wheels, '--out-dir', out]);
  t.is(artefacts.length, wheels.length);
  const apart = artefacts.filter(({binaries}) => binaries.some(({action}) => action === 'split'));
  t.true(apart.length >= 3);
  for (const told of apart) {
    judge(t, wheels[artefacts.indexOf(told)] ?? '', told, python ?? '');
  }
  const again = await split(t, [...artefacts.map(({output}) => output), '--out-dir', temporaryFolder()]);
  for (const [index, told] of again.artefacts.entries()) {
    t.true(told.binaries.every(({action}) => action === 'kept'));
    t.deepEqual(readFileSync(told.output), readFileSync(artefacts[index]?.output ?? ''));
  }
});

live(`a wheel from PyPI with several modules comes apart; pip installs it, and it works${why}`, async t => {
  const folder = join(root, '.cache', 'wheels');
  mkdirSync(folder, {recursive: true});
  const pip = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '-d', folder];
  execFileSync(python ?? '', [...pip, 'greenlet==3.1.1'], {stdio: 'pipe'});
  const wheel = join(folder, readdirSync(folder).find(name => /^greenlet-3\.1\.1-.*\.whl$/.test(name)) ?? '');
  const {artefacts} = await split(t, [wheel, '--out-dir', temporaryFolder()]);
  const [told] = artefacts;
  if (!told) return t.fail();
  t.true(told.binaries.length >= 3);
  judge(t, wheel, told, python ?? '');
  const use = 'import greenlet; print(greenlet.greenlet(lambda x: x + 1).switch(41))';
  t.is(execFileSync(installed(python ?? '', told.output), ['-c', use], {encoding: 'utf8'}), '42\n');
  return undefined;
});

/** A PATH with these programs alone, by the names that they have there. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, program] of Object.entries(programs))
    symlinkSync(toolNamed(program) ?? '', join(folder, name));
  return folder;
}

live(`llvm-objcopy and eu-strip do it as well as objcopy, each alone on PATH${why}`, async t => {
  const wheel = vendored('markupsafe-3.0.3-cp314-cp314t-musllinux_1_2_x86_64.whl');
  for (const [name, program] of Object.entries({
    objcopy: 'objcopy',
    'llvm-objcopy-16': 'llvm-objcopy-16',
    'eu-strip': 'eu-strip',
  })) {
    const PATH = pathWith({[name]: program});
    const {artefacts} = await split(t, [wheel, '--out-dir', temporaryFolder()], {PATH});
    const [told] = artefacts;
    if (!told) return t.fail();
    t.is(told.binaries[0]?.tool, name);
    judge(t, wheel, told, python ?? '');
  }
  return undefined;
});

live(`without a program for the machine nothing is written, and what to install is named${why}`, async t => {
  const out = join(temporaryFolder(), 'out');
  const {status, stdout, stderr} = await pyxdbg(
    ['symbols', 'split', vendored(foreign[0] ?? ''), '--out-dir', out],
    {
      env: {PATH: pathWith({objcopy: 'objcopy'})},
    },
  );
  t.is(status, 2);
  t.is(stdout, '');
  t.regex(stderr, /arm64.*install llvm-objcopy or aarch64-linux-gnu-objcopy .*binutils-aarch64-linux-gnu/);
  t.throws(() => readdirSync(out), {code: 'ENOENT'});
});
