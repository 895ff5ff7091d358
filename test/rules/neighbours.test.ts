import test from 'ava';
import type {Distribution} from '../../src/rules/subject.ts';
import {artefact, type MemberInput, stated} from '../builders/artefact.ts';
import {elfFacts, linuxModule, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

/** Each distribution has a folder of its own, and its libraries one beside it. */
const distributionOf = (path: string): Distribution => ({
  project: path.split(/[/.]/)[0] ?? path,
  wheel: null,
  requires: [],
});

const environment = (members: Record<string, MemberInput>, kind = 'environment') =>
  artefact('site-packages', members, {kind, distributionOf, environment: stated(3, 12)});

// --- msvcp140-mutex -----------------------------------------------------------------------------------------------

const locks = (names: readonly string[]) => windowsModule('python312.dll', {...UCRT, 'MSVCP140.dll': names});
const msvcp140 = (fileVersion: string | null): MemberInput => ({
  facts: peFacts({imports: UCRT}),
  resources: {fileVersion},
});
const beside = (names: readonly string[], neighbour: MemberInput, name = 'msvcp140.dll') =>
  environment({'fast/speed.pyd': locks(names), [`old/${name}`]: neighbour});

test(
  'a mutex of VS 2022 17.10 beside msvcp140.dll 14.29 is a warning',
  fires,
  'msvcp140-mutex',
  'warning',
  beside(['_Mtx_lock', '_Mtx_unlock'], msvcp140('14.29.30139.0')),
  {
    at: 'fast/speed.pyd',
    says: ['old/msvcp140.dll 14.29.30139.0', '14.40', '_DISABLE_CONSTEXPR_MUTEX_CONSTRUCTOR'],
  },
);
test(
  'a mutex that is initialised at run time works with any msvcp140.dll',
  silent,
  'msvcp140-mutex',
  beside(['_Mtx_lock', '_Mtx_init_in_situ'], msvcp140('14.29.30139.0')),
  {at: 'fast/speed.pyd'},
);
test(
  'msvcp140.dll 14.40 accepts the new mutexes',
  silent,
  'msvcp140-mutex',
  beside(['_Mtx_lock'], msvcp140('14.40.33810.0')),
  {at: 'fast/speed.pyd'},
);
test(
  'a copy with a name of its own is loaded by its own wheel only',
  silent,
  'msvcp140-mutex',
  beside(['_Mtx_lock'], msvcp140('14.29.30139.0'), 'msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll'),
  {at: 'fast/speed.pyd'},
);
test(
  'a msvcp140.dll without a version may be new enough',
  unknown,
  'msvcp140-mutex',
  beside(['_Mtx_lock'], msvcp140(null)),
  {at: 'fast/speed.pyd'},
);

test(
  'in a library that no module loads it is a note',
  fires,
  'msvcp140-mutex',
  'note',
  environment({
    'fast/core.dll': peFacts({imports: {...UCRT, 'MSVCP140.dll': ['_Mtx_lock']}}),
    'old/msvcp140.dll': msvcp140('14.29.30139.0'),
  }),
  {at: 'fast/core.dll'},
);

// --- duplicate-runtime --------------------------------------------------------------------------------------------

const dll = peFacts({imports: UCRT});
const so = elfFacts();

test(
  'the second libiomp5md.dll of an environment is a warning',
  fires,
  'duplicate-runtime',
  'warning',
  environment({'mkl/libiomp5md.dll': dll, 'torch/lib/libiomp5md.dll': dll}),
  {at: 'torch/lib/libiomp5md.dll', says: ['Intel libiomp5', 'mkl/libiomp5md.dll', 'OMP: Error #15']},
);
test(
  'the second libgomp is one even where auditwheel named it apart',
  fires,
  'duplicate-runtime',
  'warning',
  environment({'scikit_learn.libs/libgomp-a34b3233.so.1.0.0': so, 'torch/lib/libgomp-24e2ab19.so.1': so}),
  {at: 'torch/lib/libgomp-24e2ab19.so.1', says: ['GNU libgomp', '2']},
);
test(
  'the second libstdc++ is a warning',
  fires,
  'duplicate-runtime',
  'warning',
  environment({'a/libstdc++.so.6': so, 'b/libstdc++.so.6': so}),
  {at: 'b/libstdc++.so.6'},
);
test(
  'the second msvcp140.dll is a warning',
  fires,
  'duplicate-runtime',
  'warning',
  environment({'a/msvcp140.dll': dll, 'b/MSVCP140.dll': dll}),
  {at: 'b/MSVCP140.dll'},
);
test(
  'the first copy is not the second',
  silent,
  'duplicate-runtime',
  environment({'mkl/libiomp5md.dll': dll, 'torch/lib/libiomp5md.dll': dll}),
  {at: 'mkl/libiomp5md.dll'},
);
test(
  'GNU, Intel and LLVM OpenMP are different runtimes',
  silent,
  'duplicate-runtime',
  environment({'a/libgomp-a34b3233.so.1.0.0': so, 'b/libomp.so': so}),
  {at: 'b/libomp.so'},
);
test(
  'two copies in one distribution are its own affair',
  silent,
  'duplicate-runtime',
  environment({'a/x/msvcp140.dll': dll, 'a/y/msvcp140.dll': dll}),
  {at: 'a/y/msvcp140.dll'},
);
test(
  'a module is no runtime, whatever its name',
  silent,
  'duplicate-runtime',
  environment({'a/libgomp.so.1': so, 'b/libomp.abi3.so': linuxModule([], {initHooks: ['PyInit_libomp']})}),
  {at: 'b/libomp.abi3.so'},
);
test(
  'which wheels meet in a process is not known from one of them',
  unknown,
  'duplicate-runtime',
  environment({'a/libiomp5md.dll': dll, 'b/libiomp5md.dll': dll}, 'folder'),
  {at: 'b/libiomp5md.dll'},
);
