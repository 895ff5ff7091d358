import {globSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** One import, re-export or dynamic import. */
interface Dependency {
  /** Path below src. */
  readonly from: string;
  /** The same for a module of ours, else the package as it is named. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:([^;'"]*?)\s+from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

function dependenciesOf(file: string): readonly Dependency[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, type, names = '', statically, dynamically]) => {
    const target = statically ?? dynamically ?? '';
    const isOurs = target.startsWith('.');
    const specifiers =
      /\{([^}]*)\}/
        .exec(names)?.[1]
        ?.split(',')
        .filter(name => name.trim() !== '') ?? [];
    const inlineTypes = specifiers.length > 0 && specifiers.every(name => /^\s*type\s/.test(name));
    return {
      from: file,
      to: isOurs ? relative(SRC, join(SRC, dirname(file), target)).replaceAll('\\', '/') : target,
      isOurs,
      isTypeOnly: type !== undefined || (inlineTypes && /^\s*\{/.test(names)),
    };
  });
}

const files = globSync('**/*.ts', {cwd: SRC})
  .map(file => file.replaceAll('\\', '/'))
  .sort();
const dependencies = files.flatMap(dependenciesOf);

/** The folder of a file, or the file itself where it stands in src. */
const layerOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file);

/**
 * What a layer may use. Dependencies point one way: bytes become facts (binary), facts meet tables and claims
 * (toolchains, python), rules judge, reports tell; what the user calls is on top and alone creates what touches the
 * world.
 */
const MAY_USE: Readonly<
  Record<string, {readonly values: readonly string[]; readonly types: readonly string[]}>
> = {
  'errors.ts': {values: [], types: []},
  'version.ts': {values: [], types: []},
  binary: {values: ['errors.ts'], types: ['system']},
  toolchains: {values: ['errors.ts'], types: ['binary', 'system']},
  python: {values: ['errors.ts', 'binary'], types: ['toolchains', 'system']},
  rules: {values: ['errors.ts', 'binary', 'toolchains', 'python'], types: ['report', 'system']},
  report: {values: ['errors.ts'], types: ['rules', 'system', 'build', 'symbols', 'interpreter-build']},
  symbols: {values: ['errors.ts', 'binary', 'toolchains'], types: ['system']},
  project: {values: ['errors.ts', 'rules'], types: ['report', 'system']},
  debugging: {
    values: ['errors.ts', 'binary', 'python', 'toolchains', 'symbols', 'report'],
    types: ['rules', 'project', 'build', 'system'],
  },
  build: {
    values: ['errors.ts', 'binary', 'python', 'toolchains', 'rules', 'project'],
    types: ['report', 'system'],
  },
  'interpreter-build': {
    values: ['errors.ts', 'toolchains', 'build'],
    types: ['rules', 'report', 'system'],
  },
};

/** These may use everything, and are used by nothing below them. */
const TOP = ['system', 'calls', 'commands', 'hooks', 'main.ts', 'framework.ts'];

/** Where a file is used against the direction, and why that does no harm. One that is no longer needed fails a test. */
const EXCEPTIONS: readonly {readonly from: string; readonly to: string; readonly why: string}[] = [
  {from: 'toolchains', to: 'python/version.ts', why: 'the tables speak of versions; it imports nothing'},
  {from: 'report', to: 'symbols/identity.ts', why: 'how an identity is written; it imports nothing'},
  {from: 'report', to: 'symbols/keys.ts', why: 'the keys of an identity; it imports types'},
  {from: 'report', to: 'symbols/source.ts', why: 'the names of the sources, for the schema'},
  {from: 'report', to: 'rules/verdict.ts', why: 'the order of severities, without which no report can sort'},
  {from: 'report', to: 'rules/rule-url.ts', why: 'every format names the page of a rule'},
  {from: 'report', to: 'rules/baseline-key.ts', why: "SARIF's fingerprint is the baseline's key"},
  {
    from: 'debugging',
    to: 'project/nearest-name.ts',
    why: 'what a misspelt key was to be; it imports nothing',
  },
  {from: 'report', to: 'symbols/handover/model.ts', why: 'the names of the debuggers, for the schema'},
];

function pointsDown({from, to, isTypeOnly}: Dependency): boolean {
  const [own, other] = [layerOf(from), layerOf(to)];
  if (own === other || TOP.includes(own)) return true;
  const may = MAY_USE[own];
  return may !== undefined && (may.values.includes(other) || (isTypeOnly && may.types.includes(other)));
}

const isException = ({from, to}: Dependency) =>
  EXCEPTIONS.some(exception => exception.from === layerOf(from) && exception.to === to);

/** Those between files of src. */
const ours = dependencies.filter(({to, isOurs}) => isOurs && to !== '../package.json');
/** Those against the direction. */
const upward = ours.filter(dependency => !pointsDown(dependency));
const shown = (found: readonly Dependency[]): string[] =>
  found.map(({from, to, isTypeOnly}) => `${from} imports ${isTypeOnly ? 'types of ' : ''}${to}`);

test('the imports of every file are seen', t => {
  t.true(files.length > 100);
  for (const {from, to} of ours) t.true(files.includes(to), `${from} imports ${to}`);
  t.true(ours.some(({isTypeOnly}) => isTypeOnly) && ours.some(({isTypeOnly}) => !isTypeOnly));
  // Each kind of import, at a file that is known to have it.
  t.like(
    dependenciesOf('system/check-run.ts').find(({to}) => to === 'rules/baseline.ts'),
    {isTypeOnly: false},
  );
  t.like(dependenciesOf('framework.ts')[0], {to: '@oclif/core/run', isOurs: false});
});

test('every folder of src has its place', t => {
  const layers = new Set(files.map(layerOf));
  t.deepEqual(
    [...layers].filter(layer => !(layer in MAY_USE) && !TOP.includes(layer)),
    [],
  );
});

test('dependencies point one way', t => {
  t.deepEqual(shown(upward.filter(dependency => !isException(dependency))), []);
});

test('every exception is still needed', t => {
  for (const {from, to} of EXCEPTIONS) {
    t.true(
      upward.some(one => layerOf(one.from) === from && one.to === to),
      `${from} no longer uses ${to}`,
    );
  }
});

test('no files import each other in a circle', t => {
  const values = ours.filter(({isTypeOnly}) => !isTypeOnly);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const {to} of values.filter(({from}) => from === file)) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  t.deepEqual(circles, []);
});

/** Only these layers touch files, processes, the network and the terminal; the others get what they need as arguments. */
const MAY_TOUCH_THE_WORLD = ['system', 'calls', 'commands'];
const WORLD =
  /^(node:)?(fs|child_process|net|tls|dgram|dns|http|http2|https|worker_threads|cluster|readline|tty|inspector|os)(\/.*)?$|^(execa|listr2|undici|got|cross-spawn)(\/.*)?$/;

test('files, processes and the network are for system, calls and commands alone', t => {
  const outside = dependencies.filter(
    ({from, to}) => WORLD.test(to) && !MAY_TOUCH_THE_WORLD.includes(layerOf(from)),
  );
  t.deepEqual(shown(outside), []);
  t.true(dependencies.some(({to}) => WORLD.test(to)));
});

test('so are the variables, the arguments and the streams of the process', t => {
  const touching = files.filter(file => {
    const text = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    // `getBuiltinModule('node:crypto')` is an import that waits until it is needed.
    return /\bprocess\s*\.(?!getBuiltinModule\('node:(crypto|zlib)'\))|\bfetch\(|\brequire\(/.test(text);
  });
  t.deepEqual(
    touching.filter(file => ![...MAY_TOUCH_THE_WORLD, 'main.ts'].includes(layerOf(file))),
    [],
  );
});

test('there are no barrels', t => {
  const barrels = files.filter(file => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return /^export \*|^export (type )?\{[^}]*\} from '\./m.test(text);
  });
  t.deepEqual(barrels, []);
});

test('files are small and named in kebab-case', t => {
  for (const file of files) {
    t.regex(file, /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/, file);
    const lines = readFileSync(join(SRC, file), 'utf8').split('\n').length - 1;
    t.true(lines <= 300, `${file} has ${lines} lines`);
  }
});
