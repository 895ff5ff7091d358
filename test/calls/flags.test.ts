import * as oclif from '@oclif/core/flags';
import test, {type ExecutionContext} from 'ava';
import * as ours from '../../src/calls/flags.ts';

async function sameOption(
  t: ExecutionContext,
  made: ReturnType<typeof ours.string>,
  expected: ReturnType<typeof oclif.string>,
): Promise<void> {
  const {parse, ...rest} = made;
  const {parse: expectedParse, ...expectedRest} = expected;
  t.deepEqual(rest, expectedRest);
  // Neither looks at the context or the option, which only a running command has.
  const input = ['word', undefined, undefined] as unknown as Parameters<typeof parse>;
  t.is(await parse(...input), await expectedParse(...input));
}

test('a string option is what oclif makes', async t => {
  await sameOption(t, ours.string(), oclif.string());
  await sameOption(t, ours.string({char: 'o', helpValue: 'F'}), oclif.string({char: 'o', helpValue: 'F'}));
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
