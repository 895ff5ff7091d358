import test from 'ava';
import {noModuleMade} from '../../src/build/nothing-built.ts';

const run = {compiled: 0, where: 'demo', logFile: 'build.log'};

test('a pure Python project is told so in one sentence', t => {
  const {message, exitCode} = noModuleMade({languages: []}, run);
  t.regex(message, /^demo: has nothing to compile: it is pure Python; [^.]*$/);
  t.is(exitCode, 1);
});

// https://hatch.pypa.io/latest/config/build/#conditional-execution
test("hooks of hatchling that are off are switched on by hatchling's own variable", t => {
  t.regex(noModuleMade({hasBuildHooks: true, languages: []}, run).message, /HATCH_BUILD_HOOKS_ENABLE=1/);
});

test('sources that nobody compiled are no pure Python, nor is what was compiled', t => {
  t.notRegex(noModuleMade({languages: ['c']}, run).message, /it is pure Python;/);
  t.regex(
    noModuleMade({languages: ['c']}, {...run, compiled: 3}).message,
    /compiled 3 files and left no module.*build\.log/,
  );
});
