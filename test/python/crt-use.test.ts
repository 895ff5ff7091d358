import test from 'ava';
import {
  allImports,
  crtFamilies,
  crtLibraries,
  crtNames,
  runtimeImports,
  runtimeSymbols,
} from '../../src/python/crt-use.ts';
import {type Imports, peFacts} from '../builders/facts.ts';
import {toolchains} from '../toolchains/tables.ts';

const runtimesOf = (imports: Imports) => runtimeImports(peFacts({imports}), toolchains);

test("Microsoft's runtimes are told from other DLLs, delay-loaded ones included", t => {
  const facts = peFacts({
    imports: {'MSVCR90.dll': ['malloc'], 'KERNEL32.dll': ['Sleep']},
    delayImports: {'msvcp90.dll': ['f']},
  });
  t.deepEqual(
    runtimeImports(facts, toolchains).map(({dll, family, kind}) => [dll, family, kind]),
    [
      ['MSVCR90.dll', 'msvcr90', 'c-runtime'],
      ['msvcp90.dll', 'msvcr90', 'c++'],
    ],
  );
  t.is(allImports(facts).length, 3);
});

for (const [title, imports, families] of [
  [
    'vcruntime140 and the API sets are one runtime',
    {'VCRUNTIME140.dll': ['f'], 'api-ms-win-crt-heap-l1-1-0.dll': ['malloc']},
    ['ucrt'],
  ],
  ['a C++ runtime alone decides nothing', {'MSVCP100.dll': ['f']}, []],
  ['OpenMP decides nothing', {'VCOMP140.DLL': ['f'], 'msvcrt.dll': ['malloc']}, ['msvcrt']],
  ['two are two', {'MSVCR71.dll': ['malloc'], 'msvcrt.dll': ['abort']}, ['msvcr71', 'msvcrt']],
] as const) {
  test(title, t => {
    t.deepEqual<unknown, unknown>(crtFamilies(runtimesOf(imports)), families);
  });
}

test('what is taken of a runtime comes from all of its DLLs', t => {
  const runtimes = runtimesOf({
    'VCRUNTIME140.dll': ['memset'],
    'api-ms-win-crt-heap-l1-1-0.dll': ['malloc'],
    'msvcrt.dll': ['abort'],
  });
  t.deepEqual(runtimeSymbols(runtimes, 'ucrt'), ['memset', 'malloc']);
});

test('in JSON a debug runtime has a d, none is static, and a .NET assembly has none at all', t => {
  const names = (imports: Imports, rest = {}) => crtNames(peFacts({imports, ...rest}), toolchains);
  t.deepEqual(names({'ucrtbased.dll': ['malloc'], 'MSVCR90.dll': ['free']}), ['ucrtd', 'msvcr90']);
  t.deepEqual(names({'KERNEL32.dll': ['Sleep']}), ['static']);
  t.deepEqual(names({'mscoree.dll': ['_CorDllMain']}, {isManaged: true}), []);
});

test('for a reader the DLLs are named as people write them, and UCRT once for all its parts', t => {
  const names = (imports: Imports) => crtLibraries(peFacts({imports}), toolchains);
  t.deepEqual(
    names({
      'vcruntime140.dll': ['f'],
      'api-ms-win-crt-heap-l1-1-0.dll': ['g'],
      'api-ms-win-crt-math-l1-1-0.dll': ['h'],
    }),
    ['VCRUNTIME140.DLL', 'UCRT'],
  );
  t.deepEqual(names({'ucrtbase.dll': ['f']}), ['UCRT']);
  t.deepEqual(names({'msvcr90.dll': ['f'], 'msvcp90.dll': ['g'], 'KERNEL32.dll': ['h']}), ['MSVCR90.DLL']);
  t.deepEqual(names({'KERNEL32.dll': ['h']}), []);
});
