import test from 'ava';
import {debugOffsetsFields} from '../../../src/debugging/layout/debug-offsets-fields.ts';
import {headerFolders} from '../../../src/debugging/layout/header-folders.ts';
import {incompleteHeaders, noHeaders, uncompiled} from '../../../src/debugging/layout/missing-words.ts';

const of = (executable: string | null, library: string | null, isFreeThreaded: boolean | null = null) => ({
  minor: 11,
  isFreeThreaded,
  executable,
  library,
});
const places = (...python: Parameters<typeof of>): readonly string[] =>
  headerFolders(of(...python)).map(({path}) => path);

test('headers are looked for in the prefix of the program, those of its own name first', t => {
  t.is(places('/usr/bin/python3.11', '/usr/bin/python3.11')[0], '/usr/include/python3.11');
  t.is(places('/usr/bin/python3.11d', null)[0], '/usr/include/python3.11d');
  t.true(places('/usr/bin/python3.11', null).includes('/usr/include/python3.11d'));
});

test('and in that of the library', t => {
  const embedded = places('/opt/app/bin/app', '/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0');
  t.true(embedded.includes('/usr/include/python3.11'));
  t.true(places('/p/bin/python3', '/p/lib/libpython3.11t.so').includes('/p/include/python3.11t'));
});

test('those of free-threaded builds are told apart where it is known', t => {
  t.is(places('/p/bin/python3', null, true)[0], '/p/include/python3.11t');
  t.false(places('/p/bin/python3', null, false).some(path => path.endsWith('t')));
});

test('a folder that CPython was built in has pyconfig.h apart', t => {
  const built = headerFolders(of('/src/cpython/python', null)).at(-1);
  t.deepEqual(built, {path: '/src/cpython/Include', config: '/src/cpython'});
});

test('what is unknown has no folders', t => {
  t.deepEqual(places(null, null), []);
});

test('a sentence names the package where the system has one', t => {
  const system = of('/usr/bin/python3.11', null);
  t.is(
    noHeaders(system, headerFolders(system)),
    'its headers are not in /usr/include/python3.11: install python3.11-dev (Debian, Ubuntu) or python3.11-devel (Fedora)',
  );
  const debug = of('/usr/bin/python3.11d', null);
  t.regex(noHeaders(debug, headerFolders(debug)), /python3\.11d: install python3\.11-dbg /);
  const own = of('/opt/p/bin/python3.11', null);
  t.is(
    noHeaders(own, headerFolders(own)),
    'its headers are not in /opt/p/include/python3.11: install them with it',
  );
  t.regex(incompleteHeaders('/usr/include/python3.11', 'pyconfig.h'), /has no pyconfig\.h: install python3/);
});

test("a compiler's first error is told", t => {
  const said = 'In file included from x.c:1:\n/i/Python.h:5:2: error: #error "no"\n/i/a.h:1: error: b\n';
  t.is(
    uncompiled('/i', said),
    'one cannot be made with the headers in /i: /i/Python.h:5:2: error: #error "no"',
  );
  t.regex(uncompiled('/i', ''), /it does not say why$/);
});

test('the fields of debug_offsets are listed in their order', t => {
  const header = `
typedef struct _Py_DebugOffsets {
    char cookie[8] _Py_NONSTRING;
    uint64_t version; // PY_VERSION_HEX
    /* Of the
       runtime. */
    struct _runtime_state {
        uint64_t size;
        uint64_t finalizing;
    } runtime_state;
    struct _thread_state{
        uint64_t next;
    } thread_state;
} _Py_DebugOffsets;
`;
  t.deepEqual(debugOffsetsFields(header), [
    'version',
    'runtime_state.size',
    'runtime_state.finalizing',
    'thread_state.next',
  ]);
  t.deepEqual(debugOffsetsFields('struct other {};'), []);
});
