import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {checkSettings, requireRule} from '../../src/project/check-settings.ts';

test('without options and configuration the defaults hold', t => {
  t.deepEqual(checkSettings({}, null), {
    python: null,
    against: null,
    select: [],
    ignore: [],
    baseline: null,
    failOn: 'error',
    withSystem: false,
    outputFormat: 'text',
    perFileIgnores: {},
    configFolder: null,
  });
});

test('the command line wins over the configuration, option by option', t => {
  const config = {
    python: '3.11',
    ignore: ['crt-static'],
    failOn: 'warning',
    perFileIgnores: {'tests/*': ['abi3t']},
  } as const;
  t.like(checkSettings({python: '3.12'}, config), {
    python: '3.12',
    ignore: ['crt-static'],
    failOn: 'warning',
    perFileIgnores: {'tests/*': ['abi3t']},
  });
  t.like(checkSettings({ignore: []}, config), {ignore: []});
  t.like(checkSettings({withSystem: false}, {withSystem: true, perFileIgnores: {}}), {withSystem: false});
});

test('a rule that does not exist is an error of the user, with the nearest name', t => {
  const error = t.throws(() => checkSettings({select: ['crt-missmatch']}, null), {instanceOf: UserError});
  t.regex(error?.what ?? '', /crt-missmatch/);
  t.is(error?.where, '--select');
  t.regex(error?.advice ?? '', /crt-mismatch/);
  t.throws(() => checkSettings({ignore: ['nothing-like-it-at-all']}, null), {instanceOf: UserError});
  t.notThrows(() => requireRule('abi3t', '--select'));
});
