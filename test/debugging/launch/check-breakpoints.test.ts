import test from 'ava';
import {checkBreakpoints, type SourceWorld} from '../../../src/debugging/launch/check-breakpoints.ts';

/** A machine with these files, by their times. */
function world(files: Readonly<Record<string, number>>, maps: SourceWorld['maps'] = []): SourceWorld {
  return {
    workspace: '/project/spam/',
    maps,
    isFile: path => path in files,
    modifiedMs: path => files[path] ?? 0,
    named: name =>
      Object.keys(files).filter(path => path.startsWith('/project/spam/') && path.endsWith(`/${name}`)),
  };
}
const module = (...sources: readonly string[]) => ({name: 'spam.so', sources, changedMs: 100});

test('a source in the workspace that is older than its module is fine', t => {
  t.deepEqual(
    checkBreakpoints(module('/project/spam/src/spam.c'), world({'/project/spam/src/spam.c': 50})),
    [],
  );
});

test('a module that is older than its source is to be built anew', t => {
  const [finding] = checkBreakpoints(
    module('/project/spam/src/spam.c'),
    world({'/project/spam/src/spam.c': 150}),
  );
  t.like(finding, {where: 'spam.so', problem: 'is older than src/spam.c', cure: 'pyxdbg build --debug'});
});

test('a copy elsewhere keeps breakpoints in the workspace from binding', t => {
  const files = {'/tmp/pip/spam.c': 1, '/project/spam/spam.c': 1};
  t.regex(
    checkBreakpoints(module('/tmp/pip/spam.c'), world(files))[0]?.problem ?? '',
    /in spam\.c do not bind/,
  );
});

test('a source that is gone is found by a map of the configurations, and not without', t => {
  const files = {'/project/spam/src/spam.c': 1};
  const maps = [{recorded: '/build', here: '/project/spam'}];
  t.deepEqual(checkBreakpoints(module('/build/src/spam.c'), world(files, maps)), []);
  const [finding] = checkBreakpoints(module('/build/src/spam.c'), world(files));
  t.like(finding, {cure: 'pyxdbg launch-config'});
  t.regex(finding?.problem ?? '', /not there: breakpoints in spam\.c do not bind/);
  // A folder whose name begins alike is another one.
  t.is(checkBreakpoints(module('/builder/src/spam.c'), world(files, maps)).length, 1);
});

test('headers, and sources of other projects that are there, say nothing', t => {
  const files = {'/usr/src/other/list.c': 1};
  t.deepEqual(checkBreakpoints(module('/usr/include/stdio.h', '/usr/src/other/list.c'), world(files)), []);
});

test('a source that is nowhere is named', t => {
  t.regex(
    checkBreakpoints(module('C:\\b\\x.c'), world({}))[0]?.problem ?? '',
    /neither there nor in the workspace/,
  );
});
