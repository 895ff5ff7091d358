import test from 'ava';
import {refuseDebugSetting} from '../../src/build/project-debug-setting.ts';
import {UserError} from '../../src/errors.ts';

const refuse = (
  setupCfg: string | null,
  platform = 'win32',
  backend: 'setuptools' | 'cmake' = 'setuptools',
) =>
  refuseDebugSetting(
    {folder: '/project', backend},
    {platform},
    {readText: path => (path === '/project/setup.cfg' ? setupCfg : null)},
  );

for (const [section, value] of [
  ['build', '1'],
  ['build_ext', 'true'],
  ['build_ext', 'YES'],
] as const) {
  test(`[${section}] debug = ${value} is refused on Windows, with its reason`, t => {
    const error = t.throws(() => refuse(`[metadata]\nname = x\n[${section}]\ndebug = ${value}\n`), {
      instanceOf: UserError,
    });
    t.regex(error.where ?? '', new RegExp(`setup\\.cfg, \\[${section}\\]$`));
    t.regex(error.what, /\/MDd.*pythonXY_d\.lib/);
  });
}

test('a setup.cfg without it, with it off, of another section, or none at all is taken', t => {
  for (const text of [
    null,
    '',
    '[build_ext]\ndebug = 0\n',
    '[build]\ndebug = no\n',
    '[tool:x]\ndebug = 1\n',
  ]) {
    t.notThrows(() => refuse(text), text ?? 'none');
  }
});

test('elsewhere than on Windows, and for other backends, it changes no ABI', t => {
  t.notThrows(() => refuse('[build_ext]\ndebug = 1\n', 'linux'));
  t.notThrows(() => refuse('[build_ext]\ndebug = 1\n', 'win32', 'cmake'));
});
