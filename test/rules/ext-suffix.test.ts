import test from 'ava';
import {artefact, bareFile, interpreterFacts, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const linux = (tag: string, file: string) =>
  wheel(`${tag}-manylinux_2_17_x86_64`, {[`pkg/${file}`]: linuxModule()});
const windows = (tag: string, file: string, dll = 'python312.dll') =>
  wheel(`${tag}-win_amd64`, {[`pkg/${file}`]: windowsModule(dll)});
const mac = (tag: string, file: string) =>
  wheel(`${tag}-macosx_11_0_arm64`, {[`pkg/${file}`]: macModule({})});

test(
  '3.12 does not look for .cpython-311',
  fires,
  'ext-suffix',
  'error',
  linux('cp312-cp312', 'speed.cpython-311-x86_64-linux-gnu.so'),
  {
    says: [
      '.cpython-311-x86_64-linux-gnu.so',
      'CPython 3.12',
      '.cpython-312-x86_64-linux-gnu.so',
      "No module named 'speed'",
    ],
  },
);
test(
  '3.11 and later do not look for .cp310 in an abi3 wheel (openviking 0.3.8)',
  fires,
  'ext-suffix',
  'error',
  windows('cp310-abi3', 'speed.cp310-win_amd64.pyd', 'python3.dll'),
  {says: ['.cp310-win_amd64.pyd', 'Python 3.11 and later', 'speed.pyd']},
);
test(
  '.cpython-310 in an abi3 wheel serves 3.10 alone',
  fires,
  'ext-suffix',
  'error',
  linux('cp310-abi3', 'speed.cpython-310-x86_64-linux-gnu.so'),
  {
    says: ['speed.abi3.so'],
  },
);
test(
  'no Python on Windows looks for .abi3.pyd',
  fires,
  'ext-suffix',
  'error',
  windows('cp38-abi3', 'speed.abi3.pyd', 'python3.dll'),
  {says: ['speed.pyd']},
);
test(
  'a free-threaded Python does not look for .cpython-313',
  fires,
  'ext-suffix',
  'error',
  linux('cp313-cp313t', 'speed.cpython-313-x86_64-linux-gnu.so'),
);
test(
  'a Python with the GIL does not look for .cpython-313t',
  fires,
  'ext-suffix',
  'error',
  mac('cp313-cp313', 'speed.cpython-313t-darwin.so'),
);
test(
  'a release Python does not look for .cpython-312d',
  fires,
  'ext-suffix',
  'error',
  linux('cp312-cp312', 'speed.cpython-312d-x86_64-linux-gnu.so'),
);
test(
  'a name for another machine is not looked for',
  fires,
  'ext-suffix',
  'error',
  linux('cp312-cp312', 'speed.cpython-312-aarch64-linux-gnu.so'),
);
test(
  'Windows knows no tags before 3.5',
  fires,
  'ext-suffix',
  'error',
  wheel('cp34-cp34m-win_amd64', {
    'speed.cp34-win_amd64.pyd': windowsModule('python34.dll', {'MSVCR100.dll': ['malloc']}),
  }),
);
test(
  'a set of two versions with one module that serves neither',
  fires,
  'ext-suffix',
  'error',
  linux('cp311.cp312-none', 'speed.cpython-310-x86_64-linux-gnu.so'),
  {
    says: ['CPython 3.11, 3.12'],
  },
);
test(
  'what an asked interpreter looks for is certain',
  fires,
  'ext-suffix',
  'error',
  bareFile('speed.cpython-312-x86_64-linux-gnu.so', linuxModule(), {
    python: stated(3, 12, {
      interpreter: interpreterFacts({
        extensionSuffixes: ['.cpython-312-x86_64-linux-musl.so', '.abi3.so', '.so'],
      }),
    }),
  }),
  {says: ['.cpython-312-x86_64-linux-musl.so']},
);
test(
  'a file left over from another Python in an environment is a warning',
  fires,
  'ext-suffix',
  'warning',
  artefact(
    'site-packages',
    {'speed.cpython-311-x86_64-linux-gnu.so': linuxModule()},
    {kind: 'environment', environment: stated(3, 12)},
  ),
  {says: ['this environment runs CPython 3.12', 'reinstall']},
);

for (const [title, made] of [
  [
    '.cpython-312-x86_64-linux-gnu.so for 3.12',
    linux('cp312-cp312', 'speed.cpython-312-x86_64-linux-gnu.so'),
  ],
  ['.cpython-36m for 3.6', linux('cp36-cp36m', 'speed.cpython-36m-x86_64-linux-gnu.so')],
  ['.cpython-313t for 3.13t', linux('cp313-cp313t', 'speed.cpython-313t-x86_64-linux-gnu.so')],
  ['.so for any', linux('cp312-cp312', 'speed.so')],
  ['.abi3.so in a wheel for one version', linux('cp37-cp37m', 'speed.abi3.so')],
  ['.abi3.so in an abi3 wheel', linux('cp38-abi3', 'speed.abi3.so')],
  ['.abi3-x86-64-linux-gnu.so, with a triplet', linux('cp315-abi3', 'speed.abi3-x86-64-linux-gnu.so')],
  ['.cpython-312-darwin.so for 3.12', mac('cp312-cp312', 'speed.cpython-312-darwin.so')],
  ['.cp312-win_amd64.pyd for 3.12', windows('cp312-cp312', 'speed.cp312-win_amd64.pyd')],
  ['.pyd for any', windows('cp312-cp312', 'speed.pyd')],
  ['.pyd in an abi3 wheel', windows('cp38-abi3', 'speed.pyd', 'python3.dll')],
  [
    'a module for each of two versions',
    wheel('cp311.cp312-none-linux_x86_64', {'speed.cpython-312-x86_64-linux-gnu.so': linuxModule()}),
  ],
] as const) {
  test(`${title} is looked for`, silent, 'ext-suffix', made);
}
test(
  'a debug Python on Unix looks for release modules too (bpo-36465)',
  silent,
  'ext-suffix',
  wheel(
    'cp312-cp312-linux_x86_64',
    {'speed.cpython-312-x86_64-linux-gnu.so': linuxModule()},
    {python: stated(3, 12, {debug: true})},
  ),
);
test(
  'a debug Python on Windows looks for names in _d',
  silent,
  'ext-suffix',
  bareFile('speed_d.cp312-win_amd64.pyd', windowsModule('python312_d.dll', UCRT), {
    python: stated(3, 12, {
      debug: true,
      interpreter: interpreterFacts({extensionSuffixes: ['_d.cp312-win_amd64.pyd', '_d.pyd']}),
    }),
  }),
);
test(
  'a library may have any name',
  silent,
  'ext-suffix',
  wheel('cp312-cp312-linux_x86_64', {'libcore.cpython-311.so': elfFacts()}),
);

test(
  'musl Pythons before 3.13 call themselves linux-gnu or linux-musl',
  unknown,
  'ext-suffix',
  wheel('cp312-cp312-musllinux_1_1_x86_64', {
    'speed.cpython-312-x86_64-linux-gnu.so': linuxModule([], {needed: ['libc.musl-x86_64.so.1']}),
  }),
);
test(
  'a bare file is for whom its name says',
  unknown,
  'ext-suffix',
  bareFile('speed.cpython-311-x86_64-linux-gnu.so', linuxModule()),
);
test(
  "PyPy's names are its own",
  unknown,
  'ext-suffix',
  linux('pp39-pypy39_pp73', 'speed.pypy38-pp73-x86_64-linux-gnu.so'),
);

test(
  'a name for macOS is not looked for on Linux',
  fires,
  'ext-suffix',
  'error',
  linux('cp312-cp312', 'speed.cpython-312-darwin.so'),
);
test(
  'PyPy does not look for .cpython-39',
  fires,
  'ext-suffix',
  'error',
  linux('pp39-pypy39_pp73', 'speed.cpython-39-x86_64-linux-gnu.so'),
);
test(
  'what the environment looks for is told',
  fires,
  'ext-suffix',
  'warning',
  artefact(
    'site-packages',
    {'speed.cpython-312-x86_64-linux-gnu.so': linuxModule()},
    {kind: 'environment', environment: stated(3, 13, {freeThreaded: true, platform: 'linux_x86_64'})},
  ),
  {says: ['.cpython-313t-x86_64-linux-gnu.so']},
);
const twins = (tag: string, ...names: readonly string[]) =>
  wheel(`${tag}-linux_x86_64`, Object.fromEntries(names.map(name => [`pkg/${name}`, linuxModule()])));
test(
  'a file left over beside the right one is a note',
  fires,
  'ext-suffix',
  'note',
  twins('cp312-cp312', 'speed.cpython-311-x86_64-linux-gnu.so', 'speed.cpython-312-x86_64-linux-gnu.so'),
  {at: 'pkg/speed.cpython-311-x86_64-linux-gnu.so'},
);
test(
  'beside a wrong one it is an error',
  fires,
  'ext-suffix',
  'error',
  twins('cp312-cp312', 'speed.cpython-311-x86_64-linux-gnu.so', 'speed.cpython-310-x86_64-linux-gnu.so'),
  {at: 'pkg/speed.cpython-311-x86_64-linux-gnu.so'},
);
test(
  '.abi3.so beside it serves all the others',
  silent,
  'ext-suffix',
  twins('cp310-abi3', 'speed.cpython-310-x86_64-linux-gnu.so', 'speed.abi3.so'),
  {at: 'pkg/speed.cpython-310-x86_64-linux-gnu.so'},
);
