import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {type WindowsRequest, windowsEnvironment} from '../../src/build/windows-environment.ts';
import {windowsToolset} from '../../src/build/windows-toolset.ts';
import {UserError} from '../../src/errors.ts';
import {readTable} from '../../src/system/table-files.ts';
import {hasProgram} from '../seeded/tools.ts';

const TYPES = 'C:\\work\\types.pdb';
const request: WindowsRequest = {debug: true, optimize: '0', assertions: false, sanitize: []};
const python = (version: readonly [number, number, number], platformTag = 'win_amd64') => ({
  version,
  platformTag,
  extSuffix: '.pyd',
});

const toolsetOf = (
  version: readonly [number, number, number] = [3, 13, 0],
  env: Readonly<Record<string, string>> = {},
) => {
  const toolset = windowsToolset(python(version), env, readTable);
  if (!toolset) throw new Error(`no toolset for ${version.join('.')}`);
  return toolset;
};

const variables = (env: Readonly<Record<string, string>> = {}, more: Partial<WindowsRequest> = {}) =>
  windowsEnvironment({...request, ...more}, toolsetOf([3, 13, 0], env), env, TYPES);

const options = (value: string | undefined): readonly string[] => (value ?? '').split(' ');

test('a debug build keeps the release C runtime and NDEBUG, and turns optimisation and LTCG off behind the project', t => {
  const {_CL_, _LINK_, ...others} = variables();
  t.deepEqual(Object.keys(others), []);
  for (const option of ['/Zi', '/Od', '/GL-', '/FS']) t.true(options(_CL_).includes(option), option);
  for (const option of ['/DEBUG:FULL', '/LTCG:OFF', '/INCREMENTAL:NO']) {
    t.true(options(_LINK_).includes(option), option);
  }
  t.notRegex(`${_CL_} ${_LINK_}`, /\/M[DT]|_DEBUG|NDEBUG|RTC|\/PDB/);
});

test('a release build sets no variable', t => {
  t.deepEqual(variables({}, {debug: false}), {});
});

test('what the user has in the variables stays, before ours', t => {
  const {_CL_, _LINK_} = variables({_CL_: '/wd4996 ', _LINK_: '/VERBOSE', CL: '/W4', LINK: '/TIME'});
  t.regex(_CL_ ?? '', /^\/wd4996 \/Zi /);
  t.regex(_LINK_ ?? '', /^\/VERBOSE \/DEBUG/);
});

test('a value stays within the 1024 characters that cl reads: first without the name of the PDB of types', t => {
  const own = `/DX#${'y'.repeat(985)}`;
  const {_CL_} = variables({_CL_: own});
  t.true((_CL_ ?? '').length <= 1024);
  t.true((_CL_ ?? '').startsWith(own));
  t.notRegex(_CL_ ?? '', /\/Fd/);
  t.regex(variables()['_CL_'] ?? '', /\/Fd"C:\\work\\types\.pdb"/);
});

test('where it does not fit, the variable and both lengths are named', t => {
  const error = t.throws(() => variables({_LINK_: '/LIBPATH:x '.repeat(100).trim()}), {
    instanceOf: UserError,
  });
  t.is(error.where, '_LINK_');
  t.regex(error.what, /has 1099 characters.*1024/);
});

test('a path with a number sign, which cl reads as an equals sign, is not put into the variable', t => {
  t.notRegex(windowsEnvironment(request, toolsetOf(), {}, 'C:\\c#\\types.pdb')['_CL_'] ?? '', /\/Fd/);
});

for (const option of ['/MDd', '-MTd', '/D_DEBUG', '/D_DEBUG#1', '/RTC1', '/LDd']) {
  test(`${option} in CL of the user is refused, by name`, t => {
    const error = t.throws(() => variables({CL: `/W3 ${option}`}), {instanceOf: UserError});
    t.is(error.where, 'CL');
    t.true(error.what.includes(option));
  });
}

test('/MD, /DNDEBUG and /D_DEBUGGER are nobody’s other ABI', t => {
  t.notThrows(() => variables({CL: '/MD /DNDEBUG /D_DEBUGGER', _CL_: '/MT'}));
});

test('--assertions takes NDEBUG back', t => {
  t.is(options(variables({}, {assertions: true})['_CL_']).filter(one => one === '/UNDEBUG').length, 1);
});

test('--optimize g and --sanitize are refused where Visual C++ has nothing of that kind', t => {
  t.is(t.throws(() => variables({}, {optimize: 'g'}), {instanceOf: UserError}).where, '--optimize g');
  t.is(
    t.throws(() => variables({}, {sanitize: ['thread']}), {instanceOf: UserError}).where,
    '--sanitize thread',
  );
});

// The compilers of python.org's builds, by their own pages; _CL_ and _LINK_ are in Microsoft's pages from 2015 on.
for (const [version, product] of [
  [[2, 7, 18], /2008/],
  [[3, 2, 5], /2008/],
  [[3, 4, 4], /2010/],
] as const) {
  test(`for Python ${version.join('.')}, whose Visual Studio has no _LINK_, the build files have to say it`, t => {
    const toolset = toolsetOf(version);
    t.regex(toolset.generation.product, product);
    const error = t.throws(() => windowsEnvironment(request, toolset, {}, TYPES), {instanceOf: UserError});
    t.regex(error.what, /_LINK_/);
    t.regex(error.advice ?? '', /pyxdbg init --patch setup\.py.*PYXDBG_DEBUG=1.*extra_link_args=\['\/DEBUG'/);
  });
}

test('an activated developer prompt tells the toolset', t => {
  t.regex(toolsetOf([3, 13, 0], {VCToolsVersion: '14.44.35207'}).generation.product, /2015 and later/);
  t.regex(toolsetOf([3, 13, 0], {VisualStudioVersion: '17.0'}).generation.product, /2015 and later/);
  t.regex(toolsetOf([3, 4, 0], {VisualStudioVersion: '12.0'}).generation.product, /2013/);
  t.is(windowsToolset(python([3, 13, 0]), {VCToolsVersion: '99'}, readTable)?.from, 'VCToolsVersion=99');
  t.is(windowsToolset(python([3, 13, 0]), {VCToolsVersion: 'new'}, readTable), null);
});

test('a Python of MSYS2 is driven by CFLAGS, clang-cl by its own table', t => {
  const mingw = windowsToolset(python([3, 12, 0], 'mingw_x86_64_ucrt'), {}, readTable);
  t.is(mingw?.toolchain.name, 'mingw-w64');
  t.is(toolsetOf([3, 12, 0], {CC: 'C:\\LLVM\\bin\\clang-cl.exe'}).toolchain.name, 'clang-cl');
});

// A path from the root would be an option to it.
const cwd = fileURLToPath(new URL('../compare/windows/msvc', import.meta.url));
const clang = hasProgram('clang-16') ? test : test.skip;

clang(
  `clang-cl itself reads our variable as an unoptimised debug build${hasProgram('clang-16') ? '' : ' (skipped: no clang-16)'}`,
  t => {
    const env = {CC: 'clang-cl'};
    const set = windowsEnvironment(request, toolsetOf([3, 13, 0], env), env, TYPES);
    const driver = ['--driver-mode=cl', '--target=x86_64-pc-windows-msvc', '-###', '/c', 'start.c'];
    const asked = (more: Readonly<Record<string, string>>): string =>
      // The call that would be made comes on stderr.
      execFileSync(
        'sh',
        ['-c', 'exec "$@" 2>&1', 'sh', 'clang-16', ...driver, '/O2', '/GL', '/MD', '/DNDEBUG', '-flto'],
        {
          cwd,
          encoding: 'utf8',
          env: {...process.env, ...more},
        },
      );
    t.regex(asked({}), /"-O2"/);
    t.regex(asked({}), /"-flto=full"/);
    const debug = asked(set);
    t.regex(debug, /"-O0"/);
    t.regex(debug, /"-gcodeview"/);
    t.regex(debug, /"NDEBUG"/);
    t.regex(debug, /"--dependent-lib=msvcrt"/);
    t.notRegex(debug, /"-flto|"-O2"|"_DEBUG"/);
  },
);
