import test from 'ava';
import {isSelected, judge} from '../../src/rules/judge.ts';
import {wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, UCRT, windowsModule} from '../builders/facts.ts';
import {tells} from './expect.ts';

const made = wheel('cp312-cp312-win_amd64', {
  'speed.pyd': windowsModule('python311.dll', {...UCRT, 'MSVCP140.dll': ['f'], 'base.dll': ['g']}),
});
const rulesWith = (select: readonly string[], ignore: readonly string[]) => {
  const [module] = made.artefact.subjects;
  return module ? judge(module, made.context, {select, ignore}).map(({rule}) => rule) : [];
};

test('without a selection every rule applies', t => {
  t.deepEqual(rulesWith([], []).toSorted(), ['crt-redist', 'missing-dep', 'python-dll-version']);
});

test('--select leaves the others out, --ignore wins over it', t => {
  t.deepEqual(rulesWith(['missing-dep'], []), ['missing-dep']);
  t.deepEqual(rulesWith(['missing-dep', 'crt-redist'], ['crt-redist']), ['missing-dep']);
  t.deepEqual(rulesWith([], ['missing-dep', 'python-dll-version']), ['crt-redist']);
  t.true(isSelected('wrong-arch', {select: [], ignore: []}));
  t.false(isSelected('wrong-arch', {select: ['abi3t'], ignore: []}));
});

test('a rule that is ignored silences as before: its cause is the same', t => {
  const twice = wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {...UCRT, 'MSVCR90.dll': ['malloc']}),
  });
  const [module] = twice.artefact.subjects;
  if (!module) return t.fail();
  t.deepEqual(judge(module, twice.context, {select: [], ignore: ['two-crts']}), []);
});

// One cause, one finding: what abi-rules.md names, and what follows from it.
test(
  'two C runtimes silence the mismatch of one of them',
  tells,
  ['error two-crts'],
  wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {...UCRT, 'msvcrt.dll': ['malloc']}),
  }),
);
test(
  'a debug C runtime silences the mismatch, the pair and the missing redistributable',
  tells,
  ['error crt-debug'],
  wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {
      ...UCRT,
      'MSVCR90D.dll': ['malloc'],
      'MSVCP140D.dll': ['f'],
    }),
  }),
);
test(
  'the wrong threading silences the wrong version',
  tells,
  ['error free-threaded'],
  wheel('cp313-cp313t-win_amd64', {'speed.pyd': windowsModule('python312.dll')}),
);
test(
  'a rule that merely warns does not silence an error',
  tells,
  ['warning elf-libpython', 'error undefined-symbol'],
  wheel('cp312-cp312-linux_x86_64', {
    'speed.so': linuxModule(['PyUnicode_AsUnicode'], {needed: ['libc.so.6', 'libpython3.12.so.1.0']}),
  }),
);
test(
  'causes of their own are told one beside the other',
  tells,
  ['error abi3-versioned-dll', 'error ext-suffix', 'warning crt-redist'],
  wheel('cp310-abi3-win_amd64', {
    'speed.cp310-win_amd64.pyd': windowsModule('python310.dll', {...UCRT, 'MSVCP140.dll': ['f']}),
  }),
);
test(
  'a good module has no findings',
  tells,
  [],
  wheel('cp312-cp312-manylinux_2_17_x86_64', {
    'speed.cpython-312-x86_64-linux-gnu.so': linuxModule(['memcpy@GLIBC_2.14:libc.so.6']),
  }),
);
test(
  'nor has a good library beside it',
  tells,
  [],
  wheel('cp312-cp312-manylinux_2_17_x86_64', {
    'speed.so': linuxModule([], {needed: ['libc.so.6', 'libcore.so']}),
    'libcore.so': elfFacts({needed: ['libc.so.6'], undefinedNames: ['memcpy@GLIBC_2.14:libc.so.6']}),
  }),
  {at: 'libcore.so'},
);
