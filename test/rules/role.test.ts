import test from 'ava';
import type {BinaryFacts} from '../../src/binary/facts.ts';
import {parseFileTag} from '../../src/python/file-tag.ts';
import {pythonUse} from '../../src/python/python-use.ts';
import {roleOf} from '../../src/rules/role.ts';
import type {Role} from '../../src/rules/subject.ts';
import {
  API,
  elfFacts,
  linuxModule,
  machOFacts,
  machOSlice,
  macModule,
  peFacts,
  windowsModule,
} from '../builders/facts.ts';

const hooked = (...initHooks: string[]) => elfFacts({initHooks});

const cases: readonly (readonly [string, BinaryFacts, Role, string])[] = [
  [
    'pkg/speed.cpython-312-x86_64-linux-gnu.so',
    linuxModule(),
    'module',
    'a name that only modules have, and a hook',
  ],
  [
    'pkg/speed.cpython-312-x86_64-linux-gnu.so',
    elfFacts({undefinedNames: API}),
    'module',
    'such a name and the API, but no hook',
  ],
  ['pkg/speed.so', linuxModule(), 'module', 'a plain name and its own hook'],
  ['pkg/speed.so', hooked('PyInit_fast'), 'module', 'a plain name and the hook of another'],
  ['pkg/__init__.so', hooked('PyInit_pkg'), 'module', "a package's own hook"],
  ['pkg/speed.pyd', windowsModule('python312.dll'), 'module', 'a .pyd that imports the API'],
  ['pkg/speed.pyd', peFacts({initHooks: ['initspeed']}), 'module', "a .pyd with Python 2's hook of its name"],
  [
    'pkg/speed.so',
    elfFacts({initHooks: ['initspeed'], undefinedNames: ['Py_InitModule4_64']}),
    'module',
    "Python 2's hook and its API",
  ],
  [
    'pkg/fast.so',
    elfFacts({initHooks: ['initspeed'], undefinedNames: ['Py_InitModule4_64']}),
    'module',
    "Python 2's hook of another name, and what only modules call",
  ],
  ['pkg/speed.so', macModule({}), 'module', 'a bundle with a hook'],
  [
    'pkg/_raw_aes.abi3.so',
    elfFacts(),
    'library',
    'a name like a module, but neither hook nor API (pycryptodome, for cffi)',
  ],
  ['Crypto/_raw_aes.pyd', peFacts(), 'library', 'a .pyd that has nothing of Python (cffi)'],
  [
    'galpy/libgalpy.cpython-311-x86_64-linux-gnu.so',
    hooked('init_potentialArgs'),
    'library',
    'a function that merely begins with init (galpy)',
  ],
  ['pkg/speed.so', hooked('initspeed'), 'library', "Python 2's hook alone is a common name"],
  ['pkg/libcore.so', elfFacts({undefinedNames: API}), 'library', 'a library that calls Python'],
  ['pkg/libspeed.so', hooked('PyInit_libspeed'), 'module', 'a module whose name begins with lib'],
  ['pkg/libcore.so', hooked('PyInit_core'), 'library', 'a library that starts modules for an embedder'],
  ['pkg/core.dll', peFacts(), 'library', 'a DLL'],
  ['pkg/libcore.dylib', machOFacts(machOSlice({type: 'dylib'})), 'library', 'a dylib'],
  ['python312.dll', peFacts({exportCount: 1700}), 'interpreter', "python.org's DLL"],
  ['lib/libpython3.12.so.1.0', elfFacts({soname: 'libpython3.12.so.1.0'}), 'interpreter', 'libpython'],
  ['python3.dll', peFacts(), 'interpreter', 'the stable ABI DLL'],
  ['python.exe', peFacts({isDll: false}), 'executable', 'python.exe'],
  ['pkg/helper.exe', peFacts({isDll: false}), 'executable', 'a program'],
  ['bin/tool', elfFacts({type: 'executable'}), 'executable', 'an ELF program'],
  [
    'bin/tool',
    elfFacts({interpreter: '/lib64/ld-linux-x86-64.so.2'}),
    'executable',
    'a position-independent one',
  ],
  [
    'libc.so.6',
    elfFacts({interpreter: '/lib64/ld-linux-x86-64.so.2', soname: 'libc.so.6'}),
    'library',
    'glibc can be run too',
  ],
  ['bin/tool', machOFacts(machOSlice({type: 'executable'})), 'executable', 'a macOS program'],
];

for (const [path, facts, role, what] of cases) {
  test(`${what} (${path}) is of the role ${role}`, t => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    t.is(roleOf(path, facts, pythonUse(facts), parseFileTag(name)), role);
  });
}
