import test from 'ava';
import {UserError} from '../src/errors.ts';

test('a user error is one sentence: the place, what is wrong, what to do', t => {
  const cause = new Error('inner');
  const error = new UserError({
    what: 'is not a zip archive',
    where: 'x.whl',
    advice: 'download it again',
    cause,
  });
  t.is(error.message, 'x.whl: is not a zip archive; download it again');
  t.is(error.name, 'UserError');
  t.is(error.cause, cause);
  t.is(error.exitCode, 2);
});

test('place and advice may be missing, and the exit status be another', t => {
  const error = new UserError({what: 'the build failed', exitCode: 1});
  t.is(error.message, 'the build failed');
  t.is(error.exitCode, 1);
  t.false('cause' in error);
});
