import * as oclif from '@oclif/core/flags';
import test from 'ava';
import * as ours from '../../src/calls/flags.ts';

test('a string option is what oclif makes', t => {
  t.deepEqual({...ours.string(), parse: null}, {...oclif.string(), parse: null});
  const told = {char: 'o', helpValue: 'FILE'} as const;
  t.deepEqual({...ours.string(told), parse: null}, {...oclif.string(told), parse: null});
});

test('an option for a list is what oclif makes', async t => {
  const list = {multiple: true, multipleNonGreedy: true, delimiter: ','} as const;
  const [made, expected] = [ours.string(list), oclif.string(list)];
  t.deepEqual({...made, parse: null}, {...expected, parse: null});
});

test('a choice of words is what oclif makes', async t => {
  const words = {options: ['a', 'b'] as const};
  const [made, expected] = [ours.option(words)({default: 'a'}), oclif.option(words)({default: 'a'})];
  t.deepEqual({...made, parse: null}, {...expected, parse: null});
});

test('an option without a value is what oclif makes', t => {
  for (const told of [{}, {allowNo: true}, {char: 'v'} as const]) {
    t.deepEqual({...ours.boolean(told), parse: null}, {...oclif.boolean(told), parse: null});
  }
});

test('a value is taken as it is, as by oclif', async t => {
  // Neither looks at the context or the option, which only a running command has.
  const rest = [undefined, undefined] as unknown as [never, never];
  t.is(await ours.string().parse('word', ...rest), await oclif.string().parse('word', ...rest));
  t.is(await ours.boolean().parse(false, ...rest), await oclif.boolean().parse(false, ...rest));
});
