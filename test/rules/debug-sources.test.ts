import test from 'ava';
import type {DebugUnit} from '../../src/rules/debug-info.ts';
import {wheel} from '../builders/artefact.ts';
import {debugInfo, dwarf, unit} from '../builders/debug.ts';
import {elfFacts, linuxModule, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const module = (...units: readonly DebugUnit[]) =>
  wheel('cp312-cp312-manylinux_2_28_x86_64', {
    'pkg/speed.so': {facts: linuxModule(), debug: dwarf(...units)},
  });
const gone = (source: string, rest: Partial<DebugUnit> = {}) =>
  unit({
    source,
    directory: '/tmp/pip-req-build-1',
    exists: false,
    path: `/tmp/pip-req-build-1/${source}`,
    ...rest,
  });

test(
  'sources that are gone are an error, and the only finding',
  tells,
  ['error sources-missing'],
  module(gone('a.c'), gone('b.c')),
);
test('they are named', fires, 'sources-missing', 'error', module(gone('a.c'), gone('b.c')), {
  says: [
    '2 sources, of which none is on this machine',
    '/tmp/pip-req-build-1/a.c',
    'substitute-path',
    '-ffile-prefix-map',
  ],
});
test(
  'one of two, compiled in one folder, is an error',
  fires,
  'sources-missing',
  'error',
  module(gone('a.c'), gone('b.c', {exists: true})),
  {says: ['2 sources, of which 1 is not on this machine']},
);
test(
  'six are named, and the rest counted',
  fires,
  'sources-missing',
  'error',
  module(...Array.from({length: 8}, (_, index) => gone(`${index}.c`))),
  {says: ['5.c', 'and 2 more']},
);
test(
  'several units of one source are one source',
  fires,
  'sources-missing',
  'error',
  module(gone('a.c'), gone('a.c')),
  {says: ['was compiled from a source that is not']},
);
test(
  'sources of a static library that was built elsewhere are a warning',
  fires,
  'sources-missing',
  'warning',
  module(unit(), gone('inflate.c', {directory: '/build/zlib'})),
);
test(
  'in a library they are one too',
  fires,
  'sources-missing',
  'warning',
  wheel('cp312-cp312-linux_x86_64', {
    'pkg/libcore.so': {facts: elfFacts(), debug: dwarf(gone('core.c'))},
  }),
);
test(
  'paths of another system cannot be looked up, which is a note',
  fires,
  'sources-missing',
  'note',
  wheel('cp312-cp312-win_amd64', {
    'speed.pyd': {
      facts: windowsModule('python312.dll'),
      debug: debugInfo({
        compile: {format: 'codeview', units: [unit({path: 'D:\\src\\speed.c', exists: null})]},
        debugFile: {state: 'matching', path: 'speed.pdb'},
      }),
    },
  }),
  {says: ['D:\\src\\speed.c', 'cannot look up']},
);

test(
  'sources that are there are right',
  silent,
  'sources-missing',
  module(unit(), unit({source: 'src/b.c'})),
);
test(
  'a unit without a source (the link of an LTO build) names none',
  silent,
  'sources-missing',
  module(unit(), unit({source: null, path: null, exists: null})),
);
test(
  'without debug information no source is known',
  unknown,
  'sources-missing',
  wheel('cp312-cp312-linux_x86_64', {
    'speed.so': {facts: linuxModule(), debug: debugInfo()},
  }),
);
