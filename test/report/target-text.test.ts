import test from 'ava';
import {describeCrt, describeTarget, describeTargetAndOrigin} from '../../src/report/target-text.ts';
import {CP36, CP313, moduleReport, UNKNOWN} from './samples.ts';

for (const [target, text] of [
  [CP313, 'CPython 3.13 win_amd64'],
  [{...CP313, abi: 'cp313t'}, 'CPython 3.13, free-threaded, win_amd64'],
  [{...CP313, pythons: ['3.13t'], abi: 'cp313t'}, 'CPython 3.13t win_amd64'],
  [{...CP313, abi: 'cp313d'}, 'CPython 3.13, debug build, win_amd64'],
  [{...CP313, pythons: ['3.8', '3.9', '3.10'], abi: 'none'}, 'CPython 3.8, 3.9 and 3.10, win_amd64'],
  [{...CP36, abi: 'abi3'}, 'CPython 3.6 and later, stable ABI, win_amd64'],
  [{...CP36, pythons: null, abi: 'abi3'}, 'CPython, stable ABI, win_amd64'],
  // PEP 3149: `u` for wide Unicode, up to 3.2; on Windows it was always narrow.
  [
    {...CP36, pythons: ['2.7'], abi: 'cp27mu', platform: 'manylinux1_x86_64'},
    'CPython 2.7, UCS4, manylinux1_x86_64',
  ],
  [
    {...CP36, pythons: ['2.7'], abi: 'cp27m', platform: 'manylinux1_x86_64'},
    'CPython 2.7, UCS2, manylinux1_x86_64',
  ],
  [{...CP36, pythons: ['2.7'], abi: 'cp27m', platform: 'win32'}, 'CPython 2.7 win32'],
  [{...UNKNOWN, platform: 'win32'}, 'win32'],
  [{...CP313, platform: null}, 'CPython 3.13'],
] as const) {
  test(`${text} is how ${JSON.stringify(target.pythons)} ${target.abi} on ${target.platform} is described`, t => {
    t.is(describeTarget(target), text);
  });
}

test('nothing is said of a target that is not known', t => {
  t.is(describeTarget(UNKNOWN), null);
  t.is(describeTargetAndOrigin(UNKNOWN), null);
});

test('the C runtime is that of the modules, named as Windows names it where the import is not told', t => {
  const told = {crtLibraries: ['VCRUNTIME140.DLL', 'UCRT']};
  const module = (crt: readonly string[]) => {
    const {crtLibraries, ...rest} = moduleReport('a.pyd', CP36, [], {crt});
    return rest;
  };
  t.is(describeCrt([moduleReport('a.pyd', CP36, [], told)]), 'VCRUNTIME140.DLL + UCRT');
  t.is(describeCrt([module(['msvcr90'])]), 'MSVCR90.DLL');
  t.is(describeCrt([module(['static'])]), 'static C runtime');
  t.is(describeCrt([module(['ucrt']), {...module(['msvcrt']), role: 'library'}]), 'UCRT');
  t.is(describeCrt([module(['ucrt']), module(['static'])]), null);
  t.is(describeCrt([module([])]), null);
});
