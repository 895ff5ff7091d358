import {execFileSync} from 'node:child_process';
import test from 'ava';
import {type FileTag, isModuleOnlyName, parseFileTag} from '../../src/python/file-tag.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';

/** What a tag says; everything left out is null, empty or false. */
type Said = Partial<Omit<FileTag, 'extension'>>;

const tagOf = (said: Said, extension: FileTag['extension'] = '.so'): FileTag => ({
  moduleName: 'speed',
  suffix: extension,
  extension,
  implementation: null,
  version: null,
  flags: '',
  limited: null,
  platform: null,
  debugName: false,
  ...said,
});
const linux = (
  version: FileTag['version'],
  flags: string,
  suffix: string,
  platform: string | null = 'x86_64-linux-gnu',
) => tagOf({implementation: 'cpython', version, flags, suffix, platform});
const windows = (
  version: FileTag['version'],
  flags: string,
  platform: string,
  suffix: string,
  rest: Said = {},
) => tagOf({implementation: 'cpython', version, flags, platform, suffix, ...rest}, '.pyd');

// PEP 3149; importlib.machinery.EXTENSION_SUFFIXES of each version; PEP 703, 730, 738, 803; gh-122931.
const cases: readonly (readonly [string, FileTag])[] = [
  ['speed.so', tagOf({})],
  ['speed.pyd', tagOf({}, '.pyd')],
  ['speed.cpython-32mu.so', linux([3, 2], 'mu', '.cpython-32mu.so', null)],
  ['speed.cpython-33m.so', linux([3, 3], 'm', '.cpython-33m.so', null)],
  ['speed.cpython-36m-x86_64-linux-gnu.so', linux([3, 6], 'm', '.cpython-36m-x86_64-linux-gnu.so')],
  ['speed.cpython-37dm-x86_64-linux-gnu.so', linux([3, 7], 'dm', '.cpython-37dm-x86_64-linux-gnu.so')],
  ['speed.cpython-38-x86_64-linux-gnu.so', linux([3, 8], '', '.cpython-38-x86_64-linux-gnu.so')],
  [
    'speed.cpython-310-arm-linux-gnueabihf.so',
    linux([3, 10], '', '.cpython-310-arm-linux-gnueabihf.so', 'arm-linux-gnueabihf'),
  ],
  ['speed.cpython-311d-x86_64-linux-gnu.so', linux([3, 11], 'd', '.cpython-311d-x86_64-linux-gnu.so')],
  [
    'speed.cpython-312-x86_64-linux-musl.so',
    linux([3, 12], '', '.cpython-312-x86_64-linux-musl.so', 'x86_64-linux-musl'),
  ],
  ['speed.cpython-313t-x86_64-linux-gnu.so', linux([3, 13], 't', '.cpython-313t-x86_64-linux-gnu.so')],
  ['speed.cpython-314td-x86_64-linux-gnu.so', linux([3, 14], 'td', '.cpython-314td-x86_64-linux-gnu.so')],
  ['speed.cpython-315-x86_64-linux-gnu.so', linux([3, 15], '', '.cpython-315-x86_64-linux-gnu.so')],
  ['speed.cpython-312-darwin.so', linux([3, 12], '', '.cpython-312-darwin.so', 'darwin')],
  ['speed.cpython-313-iphoneos.so', linux([3, 13], '', '.cpython-313-iphoneos.so', 'iphoneos')],
  [
    'speed.cpython-313-aarch64-linux-android.so',
    linux([3, 13], '', '.cpython-313-aarch64-linux-android.so', 'aarch64-linux-android'),
  ],
  ['speed.abi3.so', tagOf({limited: 'abi3', suffix: '.abi3.so'})],
  ['speed.abi3t.so', tagOf({limited: 'abi3t', suffix: '.abi3t.so'})],
  [
    'speed.abi3-x86-64-linux-gnu.so',
    tagOf({limited: 'abi3', suffix: '.abi3-x86-64-linux-gnu.so', platform: 'x86-64-linux-gnu'}),
  ],
  ['speed.cp35-win32.pyd', windows([3, 5], '', 'win32', '.cp35-win32.pyd')],
  ['speed.cp312-win_amd64.pyd', windows([3, 12], '', 'win_amd64', '.cp312-win_amd64.pyd')],
  ['speed.cp313t-win_arm64.pyd', windows([3, 13], 't', 'win_arm64', '.cp313t-win_arm64.pyd')],
  [
    'speed.cp311-mingw_x86_64_ucrt_gnu.pyd',
    windows([3, 11], '', 'mingw_x86_64_ucrt_gnu', '.cp311-mingw_x86_64_ucrt_gnu.pyd'),
  ],
  [
    'speed_d.cp312-win_amd64.pyd',
    windows([3, 12], '', 'win_amd64', '.cp312-win_amd64.pyd', {debugName: true}),
  ],
  ['speed_d.pyd', tagOf({debugName: true}, '.pyd')],
  ['_d.pyd', tagOf({moduleName: '_d'}, '.pyd')],
  [
    'speed.cpython-39-x86_64-cygwin.dll',
    {...linux([3, 9], '', '.cpython-39-x86_64-cygwin.dll', 'x86_64-cygwin'), extension: '.dll'},
  ],
  [
    'speed.pypy39-pp73-x86_64-linux-gnu.so',
    tagOf({implementation: 'other', suffix: '.pypy39-pp73-x86_64-linux-gnu.so'}),
  ],
  ['speed.pypy-41.so', tagOf({implementation: 'other', suffix: '.pypy-41.so'})],
  [
    'speed.graalpy240-311-native-x86_64-linux.so',
    tagOf({implementation: 'other', suffix: '.graalpy240-311-native-x86_64-linux.so'}),
  ],
  [
    'my-speed.cpython-312-x86_64-linux-gnu.so',
    {...linux([3, 12], '', '.cpython-312-x86_64-linux-gnu.so'), moduleName: 'my-speed'},
  ],
  ['naïve.abi3.so', tagOf({moduleName: 'naïve', limited: 'abi3', suffix: '.abi3.so'})],
];

for (const [name, tag] of cases) {
  test(`the file name ${name} is taken apart`, t => {
    t.deepEqual(parseFileTag(name), tag);
  });
}

test('other files are no extension modules by name', t => {
  for (const name of [
    'speed.py',
    'speed.dll',
    'shiboken6.abi3.dll',
    'speed.so.1',
    'libcore.dylib',
    '.so',
    '.pyd',
    'speed',
    'speed.so.debug',
    '',
  ]) {
    t.is(parseFileTag(name), null, name);
  }
});

test('a plain .so may be any library, the other names are modules alone', t => {
  const isModule = (name: string) => {
    const tag = parseFileTag(name);
    return tag !== null && isModuleOnlyName(tag);
  };
  t.false(isModule('speed.so'));
  for (const name of [
    'speed.pyd',
    'speed.abi3.so',
    'speed.cpython-312-darwin.so',
    'speed.pypy39-pp73-x86_64-linux-gnu.so',
  ])
    t.true(isModule(name), name);
});

// What real interpreters call modules.
const SUFFIXES = `
import json, sys
try:
    from importlib.machinery import EXTENSION_SUFFIXES as suffixes
except ImportError:
    import imp
    suffixes = [suffix for suffix, _, kind in imp.get_suffixes() if kind == imp.C_EXTENSION]
print(json.dumps({'suffixes': suffixes, 'version': list(sys.version_info[:2]), 'flags': getattr(sys, 'abiflags', '')}))
`;
/** `-E -s`, since 2.7 has no `-I`. */
const ask = (executable: string): unknown =>
  JSON.parse(execFileSync(executable, ['-E', '-s', '-c', SUFFIXES], {encoding: 'utf8', timeout: 50_000}));

const live = pyenvPythons.length === 0 ? test.skip : test;
const reason = pyenvPythons.length === 0 ? ' (skipped: no pyenv interpreters)' : '';

live(`every suffix that real interpreters print is understood${reason}`, t => {
  for (const {name, executable} of pyenvPythons) {
    const answer = ask(executable) as {
      suffixes: string[];
      version: [number, number];
      flags: string;
    };
    for (const suffix of answer.suffixes) {
      const tag = parseFileTag(`speed${suffix}`);
      if (!tag) return t.fail(`${name}: speed${suffix}`);
      // Python 2's `module.so` belongs to the name: nothing tells it from a module of that name.
      if (suffix === 'module.so') continue;
      t.is(tag.moduleName, 'speed', suffix);
      t.is(tag.suffix, suffix);
      if (suffix.includes('cpython')) {
        t.deepEqual<unknown, unknown>(tag.version, answer.version, suffix);
        t.is(tag.flags, answer.flags, suffix);
      }
      if (suffix.includes('abi3')) t.is(tag.limited, 'abi3');
    }
  }
});

test('a name of 100,000 dots and hyphens is dealt with at once', t => {
  const started = performance.now();
  for (const name of [
    '.'.repeat(100_000),
    `speed.pypy${'-'.repeat(100_000)}`,
    `${'a_d'.repeat(30_000)}.cp312-${'a'.repeat(30_000)}`,
  ])
    t.is(parseFileTag(name), null);
  t.true(performance.now() - started < 10_000);
});
