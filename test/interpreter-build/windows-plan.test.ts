import test from 'ava';
import {windowsToolset} from '../../src/build/windows-toolset.ts';
import {UserError} from '../../src/errors.ts';
import {windowsPlan} from '../../src/interpreter-build/windows-plan.ts';
import {readTable} from '../../src/system/table-files.ts';

const SOURCE = 'C:\\work\\src';
const STAGE = 'C:\\work\\stage';

function plan(
  version: readonly [number, number, number] = [3, 13, 1],
  {
    platformTag = 'win_amd64',
    freeThreaded = false,
    env = {},
  }: {platformTag?: string; freeThreaded?: boolean; env?: Record<string, string>} = {},
) {
  const toolset = windowsToolset({platformTag, extSuffix: '.pyd', version}, env, readTable);
  if (!toolset) throw new Error('no toolset');
  return windowsPlan(
    {version, freeThreaded},
    {platformTag, optimize: '0'},
    toolset,
    {source: SOURCE, stage: STAGE},
    env,
  );
}

test('the Release target is built, for the platform of the interpreter, and never the Debug one', t => {
  for (const [platformTag, option] of [
    ['win_amd64', 'x64'],
    ['win32', 'Win32'],
    ['win_arm64', 'ARM64'],
  ] as const) {
    const [build] = plan([3, 13, 1], {platformTag}).steps;
    const words: readonly string[] = build?.command ?? [];
    t.is(words[0], `${SOURCE}\\PCbuild\\build.bat`);
    t.is(words[words.indexOf('-c') + 1], 'Release');
    t.is(words[words.indexOf('-p') + 1], option);
    t.false(words.includes('-d') || words.includes('--pgo'));
  }
});

test('optimisation is turned off by the variables that come last, with the release C runtime', t => {
  const {environment} = plan();
  t.regex(environment['_CL_'] ?? '', /\/Zi .*\/GL-.*\/Od/);
  t.regex(environment['_LINK_'] ?? '', /\/DEBUG:FULL .*\/LTCG:OFF/);
  // Each project has a PDB of its own.
  t.notRegex(JSON.stringify(environment), /\/M[DT]d|_DEBUG|RTC|\/Fd/);
});

test('the interpreter is laid out in the stage, with its DLL and PDBs, and nowhere else', t => {
  const [, install] = plan().steps;
  const words: readonly string[] = install?.command ?? [];
  t.is(words[0], `${SOURCE}\\PCbuild\\amd64\\python.exe`);
  t.is(words[words.indexOf('--copy') + 1], STAGE);
  t.true(words.includes('--include-symbols') && words.includes('--include-dev'));
  t.false(words.some(word => /zip|install|regsvr/i.test(word)));
});

test('distutils is a part of the layout up to 3.11, and a free-threaded build has its own', t => {
  const words = (version: readonly [number, number, number], freeThreaded = false) =>
    plan(version, {freeThreaded}).steps.flatMap(({command}) => command);
  t.true(words([3, 11, 2]).includes('--include-distutils'));
  t.false(words([3, 12, 0]).includes('--include-distutils'));
  t.true(words([3, 13, 1], true).includes('--disable-gil'));
  t.true(words([3, 13, 1], true).includes('--include-freethreaded'));
  t.true(words([3, 13, 1], true).includes(`${SOURCE}\\PCbuild\\amd64\\python3.13t.exe`));
});

test('another platform, and a debug C runtime in the variables of the user, are refused', t => {
  t.throws(() => plan([3, 13, 1], {platformTag: 'mingw_x86_64'}), {instanceOf: UserError});
  t.throws(() => plan([3, 13, 1], {env: {_CL_: '/MDd'}}), {instanceOf: UserError});
});
