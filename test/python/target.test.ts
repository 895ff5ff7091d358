import test from 'ava';
import type {BinaryFacts} from '../../src/binary/facts.ts';
import {parseLegacyName} from '../../src/python/artefact-name.ts';
import {parseFileTag} from '../../src/python/file-tag.ts';
import {type PythonLibrary, parsePythonLibrary} from '../../src/python/python-dll.ts';
import {abiTag, type Claims, chooseTarget, type Target} from '../../src/python/target.ts';
import {parseWheelName} from '../../src/python/wheel-tags.ts';
import {interpreterFacts, stated} from '../builders/artefact.ts';
import {elfFacts, peFacts} from '../builders/facts.ts';
import {toolchains} from '../toolchains/tables.ts';

const NOTHING: Claims = {
  against: null,
  python: null,
  wheel: null,
  legacy: null,
  file: null,
  imported: [],
  environment: null,
};

const choose = (claims: Partial<Claims>, facts: BinaryFacts | null = null): Target =>
  chooseTarget({...NOTHING, ...claims}, facts, toolchains);
const ofWheel = (tag: string, claims: Partial<Claims> = {}, facts: BinaryFacts | null = null) =>
  choose({wheel: parseWheelName(`a-1-${tag}.whl`), ...claims}, facts);
const ofFile = (name: string, claims: Partial<Claims> = {}, facts: BinaryFacts | null = null) =>
  choose({file: parseFileTag(name), ...claims}, facts);
const dll = (name: string): PythonLibrary => {
  const library = parsePythonLibrary(name);
  if (!library) throw new Error(name);
  return library;
};

// --- order --------------------------------------------------------------------------------------------------------

/** Every claim there is, each for a Python of its own. */
const ALL: Claims = {
  against: stated(3, 6, {interpreter: interpreterFacts({path: 'python36.dll'})}),
  python: stated(3, 7, {interpreter: interpreterFacts({path: 'python3.7'})}),
  wheel: parseWheelName('a-1-cp38-cp38-win_amd64.whl'),
  legacy: parseLegacyName('a-1-py2.7-win32.egg'),
  file: parseFileTag('speed.cp39-win_amd64.pyd'),
  imported: [dll('python310.dll')],
  environment: stated(3, 11),
};

const order = [
  ['against', 'against', '3.6'],
  ['python', 'python', '3.7'],
  ['wheel', 'wheel-tag', '3.8'],
  ['legacy', 'wheel-tag', '2.7'],
  ['file', 'file-tag', '3.9'],
  ['imported', 'import', '3.10'],
  ['environment', 'environment', '3.11'],
] as const;

for (const [index, [claim, from, version]] of order.entries()) {
  test(`${claim} is the target where nothing comes before it`, t => {
    const earlier = Object.fromEntries(order.slice(0, index).map(([name]) => [name, NOTHING[name]]));
    const target = choose({...ALL, ...earlier});
    t.is(target.from, from);
    t.is(target.versions[0]?.join('.'), version);
  });
}

test('without any claim nothing is known', t => {
  t.deepEqual(choose({}), {
    from: null,
    implementation: 'cpython',
    versions: [],
    limited: [],
    freeThreaded: null,
    debug: false,
    unicode: null,
    platforms: [],
    interpreter: null,
  });
});

test('a claim that names no Python leaves the choice to the next', t => {
  t.is(ofWheel('py3-none-win_amd64', {file: parseFileTag('speed.cp312-win_amd64.pyd')}).from, 'file-tag');
  t.is(choose({legacy: parseLegacyName('a-1.win32.exe'), imported: [dll('python26.dll')]}).from, 'import');
  t.is(ofFile('speed.pyd', {imported: [dll('python312.dll')]}).from, 'import');
});

test('only a named interpreter is known in particular', t => {
  t.is(choose(ALL).interpreter?.path, 'python36.dll');
  t.is(choose({...ALL, against: null}).interpreter?.path, 'python3.7');
  t.is(choose({...ALL, against: null, python: null}).interpreter, null);
});

// --- wheels -------------------------------------------------------------------------------------------------------

const wheels: readonly (readonly [string, Partial<Target>, string | null])[] = [
  ['cp312-cp312-win_amd64', {versions: [[3, 12]], freeThreaded: false, debug: false, limited: []}, 'cp312'],
  ['cp313-cp313t-win_amd64', {versions: [[3, 13]], freeThreaded: true}, 'cp313t'],
  ['cp38-cp38-win_amd64', {versions: [[3, 8]]}, 'cp38'],
  ['cp37-cp37m-win_amd64', {versions: [[3, 7]]}, 'cp37m'],
  ['pp39.py3-pypy39_pp73-win_amd64', {implementation: 'other'}, null],
  ['cp36-cp36m.cp36dm-linux_x86_64', {debug: false}, 'cp36m'],
  ['cp36-cp36m-win_amd64', {versions: [[3, 6]], freeThreaded: false}, 'cp36m'],
  ['cp36-cp36dm-linux_x86_64', {versions: [[3, 6]], debug: true}, 'cp36dm'],
  ['cp314-cp314td-linux_x86_64', {versions: [[3, 14]], debug: true, freeThreaded: true}, 'cp314td'],
  ['cp27-cp27mu-manylinux1_x86_64', {versions: [[2, 7]], unicode: 'ucs4'}, 'cp27mu'],
  ['cp27-cp27m-manylinux1_x86_64', {versions: [[2, 7]], unicode: 'ucs2'}, 'cp27m'],
  ['cp27-none-manylinux1_x86_64', {versions: [[2, 7]], unicode: null}, null],
  ['cp310-abi3-win_amd64', {versions: [[3, 10]], limited: ['abi3'], freeThreaded: null}, 'abi3'],
  ['cp38.cp36.cp37-abi3-win_amd64', {versions: [[3, 6]], limited: ['abi3']}, 'abi3'],
  ['cp315-abi3t-win_amd64', {versions: [[3, 15]], limited: ['abi3t']}, 'abi3t'],
  ['cp315-abi3.abi3t-win_amd64', {versions: [[3, 15]], limited: ['abi3', 'abi3t']}, 'abi3.abi3t'],
  ['py3-abi3-win_amd64', {versions: [], limited: ['abi3']}, 'abi3'],
  [
    'cp310.cp39-none-win_amd64',
    {
      versions: [
        [3, 9],
        [3, 10],
      ],
    },
    null,
  ],
  ['cp313-cp313.cp313t-linux_x86_64', {versions: [[3, 13]], freeThreaded: null}, 'cp313'],
  ['pp39-pypy39_pp73-win_amd64', {implementation: 'other', versions: []}, null],
  ['graalpy311-graalpy240_311_native-linux_x86_64', {implementation: 'other'}, null],
  ['cp39.pp39-none-linux_x86_64', {implementation: 'cpython', versions: [[3, 9]]}, 'cp39'],
];
for (const [tag, expected, abi] of wheels) {
  test(`what ${tag} promises`, t => {
    const target = ofWheel(tag);
    t.is(target.from, 'wheel-tag');
    for (const [key, value] of Object.entries(expected)) t.deepEqual(target[key as keyof Target], value, key);
    t.is(abiTag(target), abi);
  });
}

test('one wheel for several Pythons holds a binary for each, which its name or its DLL tells', t => {
  t.deepEqual(
    ofWheel('cp38.cp39-none-win_amd64', {file: parseFileTag('speed.cp39-win_amd64.pyd')}).versions,
    [[3, 9]],
  );
  t.deepEqual(
    ofWheel('cp38.cp39-none-win_amd64', {file: parseFileTag('speed.pyd'), imported: [dll('python38.dll')]})
      .versions,
    [[3, 8]],
  );
  t.deepEqual(
    ofWheel('cp38.cp39-none-win_amd64', {file: parseFileTag('speed.cp37-win_amd64.pyd')}).versions,
    [
      [3, 8],
      [3, 9],
    ],
  );
});

test('so does one for both threading builds', t => {
  const both = (claims: Partial<Claims>) => ofWheel('cp313-cp313.cp313t-win_amd64', claims).freeThreaded;
  t.true(both({file: parseFileTag('speed.cp313t-win_amd64.pyd')}));
  t.false(both({file: parseFileTag('speed.cp313-win_amd64.pyd')}));
  t.true(both({file: parseFileTag('speed.pyd'), imported: [dll('python313t.dll')]}));
  t.is(both({file: parseFileTag('speed.pyd')}), null);
});

// --- options ------------------------------------------------------------------------------------------------------

test('--python takes the place of the floor, not of the limited API', t => {
  t.like(ofWheel('cp38-abi3-win_amd64', {python: stated(3, 12)}), {
    from: 'python',
    versions: [[3, 12]],
    limited: ['abi3'],
    freeThreaded: false,
  });
  t.like(ofFile('speed.abi3.so', {python: stated(3, 12)}), {limited: ['abi3']});
  t.like(ofWheel('cp311-cp311-win_amd64', {python: stated(3, 12)}), {versions: [[3, 12]], limited: []});
});

test('there is no stable ABI before 3.2 (PEP 384)', t => {
  t.like(ofWheel('cp38-abi3-win_amd64', {python: stated(2, 7)}), {versions: [[2, 7]], limited: []});
});

test("a named interpreter's exports tell the width of its strings", t => {
  const widthOf = (...names: string[]) =>
    choose({against: stated(2, 7, {interpreter: interpreterFacts({exports: new Set(names)})})}).unicode;
  t.is(widthOf('PyUnicodeUCS4_FromUnicode'), 'ucs4');
  t.is(widthOf('PyUnicodeUCS2_FromUnicode'), 'ucs2');
  t.is(widthOf('PyUnicode_FromUnicode'), null);
});

test('an interpreter of unknown version is a target all the same', t => {
  const against = stated(3, 0, {version: null, interpreter: interpreterFacts()});
  t.like(choose({against}), {from: 'against', versions: []});
  t.is(choose({against: {...against, interpreter: null}}).from, null);
});

// --- names and imports --------------------------------------------------------------------------------------------

const files: readonly (readonly [string, Partial<Target>, string | null])[] = [
  ['speed.cpython-312-x86_64-linux-gnu.so', {versions: [[3, 12]], freeThreaded: false}, 'cp312'],
  ['speed.cpython-313t-darwin.so', {versions: [[3, 13]], freeThreaded: true}, 'cp313t'],
  ['speed.cpython-311d-x86_64-linux-gnu.so', {versions: [[3, 11]], debug: true}, 'cp311d'],
  ['speed.cpython-32mu.so', {versions: [[3, 2]], unicode: 'ucs4'}, 'cp32mu'],
  ['speed.cpython-32m.so', {versions: [[3, 2]], unicode: 'ucs2'}, 'cp32m'],
  ['speed.abi3.so', {versions: [], limited: ['abi3'], freeThreaded: null}, 'abi3'],
  ['speed.abi3t.so', {versions: [], limited: ['abi3t']}, 'abi3t'],
  ['speed.pypy39-pp73-x86_64-linux-gnu.so', {implementation: 'other'}, null],
];
for (const [name, expected, abi] of files) {
  test(`what the name ${name} promises`, t => {
    const target = ofFile(name);
    t.is(target.from, 'file-tag');
    for (const [key, value] of Object.entries(expected)) t.deepEqual(target[key as keyof Target], value, key);
    t.is(abiTag(target), abi);
  });
}

test('the one imported Python DLL tells the Python', t => {
  t.like(choose({imported: [dll('python313t.dll')]}), {
    from: 'import',
    versions: [[3, 13]],
    freeThreaded: true,
  });
  t.like(choose({imported: [dll('python3.dll')]}), {versions: [], limited: ['abi3']});
  t.like(choose({imported: [dll('python3t.dll')]}), {versions: [], limited: ['abi3t']});
  t.like(choose({imported: [dll('python27.dll'), dll('PYTHON27.DLL')]}), {versions: [[2, 7]]});
});

test('an egg is for a Python with the GIL', t => {
  t.like(choose({legacy: parseLegacyName('a-1-py2.7-win32.egg')}), {
    from: 'wheel-tag',
    versions: [[2, 7]],
    freeThreaded: false,
    debug: false,
  });
});

test('two of them tell nothing', t => {
  t.is(choose({imported: [dll('python311.dll'), dll('python312.dll')]}).from, null);
});

test('a debug build is meant where somebody says so, not by a _d alone: nothing that is shipped is for python_d.exe', t => {
  const debugOf = (name: string, library: string, claims: Partial<Claims> = {}) =>
    ofFile(name, {imported: [dll(library)], ...claims}).debug;
  t.false(debugOf('speed_d.pyd', 'python312_d.dll'));
  t.false(debugOf('speed_d.cp312-win_amd64.pyd', 'python312_d.dll'));
  t.true(debugOf('speed_d.pyd', 'python312_d.dll', {python: stated(3, 12, {debug: true})}));
});

// --- platforms and widths -----------------------------------------------------------------------------------------

test('the platforms are those of the wheel, the egg or a Windows file name', t => {
  const tags = (target: Target) => target.platforms.map(({tag}) => tag);
  t.deepEqual(tags(ofWheel('cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64')), [
    'manylinux_2_17_x86_64',
    'manylinux2014_x86_64',
  ]);
  t.deepEqual(tags(choose({legacy: parseLegacyName('a-1-py2.7-win-amd64.egg')})), ['win_amd64']);
  t.deepEqual(tags(ofFile('speed.cp312-win_arm64.pyd')), ['win_arm64']);
  t.deepEqual(tags(ofFile('speed.cpython-312-x86_64-linux-gnu.so')), []);
  t.deepEqual(tags(ofWheel('py3-none-any')), []);
});

test("the platforms stay the wheel's where an option names the Python", t => {
  t.deepEqual(
    ofWheel('cp312-cp312-win32', {python: stated(3, 11)}).platforms.map(({tag}) => tag),
    ['win32'],
  );
});

test("Windows' Pythons up to 3.2 are UCS2 (PEP 261)", t => {
  t.is(choose({imported: [dll('python27.dll')]}, peFacts()).unicode, 'ucs2');
  t.is(choose({imported: [dll('python312.dll')]}, peFacts()).unicode, null);
  t.is(choose({legacy: parseLegacyName('a-1-py2.7-linux-x86_64.egg')}, elfFacts()).unicode, null);
});
