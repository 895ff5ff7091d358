import test from 'ava';
import {type Dialect, isLinkTimeOptimised, isOptimised} from '../../../src/binary/pdb/options.ts';

// learn.microsoft.com "/O options", clang's "Code Generation Options", rustc's "Codegen Options".
const LEVELS: readonly (readonly [Dialect, string, boolean | null])[] = [
  ['cl', '-Od', false],
  ['cl', '/Od', false],
  ['cl', '/O1', true],
  ['cl', '/O2 /Od', false],
  ['cl', '/Od /O2', true],
  ['cl', '-O2 -Os -Oy-', true],
  ['cl', '/Ox', true],
  ['cl', '/Ogity /Ob2', true],
  ['cl', '/Od /Ob1 /Oy- /Oi', false],
  ['cl', '/Ob2 /Os', null],
  ['cl', '/Zi /MD', null],
  ['clang', '-O0', false],
  ['clang', '-O2 -O0', false],
  ['clang', '-Og', true],
  ['clang', '-Os', true],
  ['clang', '-Ofast', true],
  ['clang', '-g', null],
  ['rustc', '-C opt-level=0', false],
  ['rustc', '-Copt-level=s', true],
  ['rustc', '-O', true],
  ['rustc', '-O --codegen opt-level=0', false],
  ['rustc', '--codegen=opt-level=3', true],
  ['rustc', '-C debuginfo=2', null],
];

for (const [dialect, line, expected] of LEVELS) {
  test(`${line} for ${dialect}: optimised ${expected ?? 'unknown'}`, t => {
    t.is(isOptimised(line.split(' '), dialect), expected);
  });
}

const LTO: readonly (readonly [Dialect, string, boolean])[] = [
  ['cl', '/GL', true],
  ['cl', '-GL -GL-', false],
  ['cl', '/GL- /GL', true],
  ['cl', '/O2 /GS', false],
  ['clang', '-flto=thin', true],
  ['clang', '-flto -fno-lto', false],
  ['clang', '-flto-unit', false],
  ['rustc', '-C lto', true],
  ['rustc', '-C lto=fat', true],
  ['rustc', '-C lto=off', false],
  ['rustc', '-C opt-level=3', false],
];

for (const [dialect, line, expected] of LTO) {
  test(`${line} for ${dialect}: ${expected ? '' : 'no '}link-time optimisation`, t => {
    t.is(isLinkTimeOptimised(line.split(' '), dialect), expected);
  });
}
