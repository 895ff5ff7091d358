import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {defaultStoreFolder} from '../../src/system/symbol-store-folder.ts';

/** XDG Base Directory Specification 0.8: "If $XDG_CACHE_HOME is either not set or empty, ... $HOME/.cache". */
test("on Linux the folder lies in the user's caches", t => {
  t.is(defaultStoreFolder({HOME: '/home/u'}, 'linux'), '/home/u/.cache/pyxdbg/symbols');
  t.is(defaultStoreFolder({HOME: '/home/u', XDG_CACHE_HOME: ''}, 'linux'), '/home/u/.cache/pyxdbg/symbols');
  t.is(defaultStoreFolder({HOME: '/home/u', XDG_CACHE_HOME: '/c'}, 'linux'), '/c/pyxdbg/symbols');
  t.is(defaultStoreFolder({XDG_CACHE_HOME: '/c'}, 'freebsd'), '/c/pyxdbg/symbols');
});

test('a relative XDG_CACHE_HOME is ignored, as the specification asks', t => {
  t.is(defaultStoreFolder({HOME: '/home/u', XDG_CACHE_HOME: 'c'}, 'linux'), '/home/u/.cache/pyxdbg/symbols');
});

test('on macOS the folder lies in Library/Caches', t => {
  const env = {HOME: '/Users/u', XDG_CACHE_HOME: '/c'};
  t.is(defaultStoreFolder(env, 'darwin'), '/Users/u/Library/Caches/pyxdbg/symbols');
});

test('on Windows the folder lies in LOCALAPPDATA, or where that is by default', t => {
  const env = {LOCALAPPDATA: 'D:\\Local', USERPROFILE: 'C:\\Users\\u', HOME: '/home/u'};
  t.is(defaultStoreFolder(env, 'win32'), 'D:\\Local\\pyxdbg\\symbols');
  const rest = {...env, LOCALAPPDATA: undefined};
  t.is(defaultStoreFolder(rest, 'win32'), 'C:\\Users\\u\\AppData\\Local\\pyxdbg\\symbols');
});

test('without a home the user is told which variable is missing', t => {
  for (const [platform, variable] of [
    ['linux', 'HOME'],
    ['darwin', 'HOME'],
    ['win32', 'LOCALAPPDATA'],
  ] as const) {
    const error = t.throws(() => defaultStoreFolder({}, platform), {instanceOf: UserError});
    t.is(error.where, variable);
    t.regex(error.advice ?? '', /--store DIR/);
  }
});
