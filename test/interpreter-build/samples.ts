import type {InterpreterFacts} from '../../src/interpreter-build/model.ts';
import type {Evidence} from '../../src/interpreter-build/proof.ts';
import type {BuiltPython} from '../../src/report/python-build-json.ts';

/** The facts of Debian 12's Python 3.11, shortened. */
export const FACTS: InterpreterFacts = {
  executable: '/usr/bin/python3.11',
  implementation: 'cpython',
  version: [3, 11, 2],
  platform: 'linux',
  platformTag: 'linux_x86_64',
  basePrefix: '/usr',
  debug: false,
  freeThreaded: false,
  configArgs: "'--enable-shared' '--prefix=/usr'",
  library: '/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0',
  loadedLibrary: null,
  abi: {
    SOABI: 'cpython-311-x86_64-linux-gnu',
    EXT_SUFFIX: '.cpython-311-x86_64-linux-gnu.so',
    abiflags: '',
    Py_DEBUG: '0',
    WITH_PYMALLOC: '1',
    SIZEOF_WCHAR_T: '4',
    'sys.gettotalrefcount': 'not there',
  },
  sizes: {'builtins.int': [24, 4], 'builtins.list': [40, 0]},
  builtinModules: ['sys', 'zlib'],
  extensionModules: {_json: '/usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so'},
};

/** What was found of a build without a fault. */
export const EVIDENCE: Evidence = {
  source: {
    folder: '/home/user/.pyxdbg-debug-1/src/python3.11-3.11.2',
    version: [3, 11, 2],
    from: 'python3.11 3.11.2-6+deb12u9 by apt',
    match: 'exact',
  },
  facts: [
    {
      name: 'SOABI',
      original: 'cpython-311-x86_64-linux-gnu',
      built: 'cpython-311-x86_64-linux-gnu',
      same: true,
    },
    {name: 'abiflags', original: '', built: '', same: true},
    {name: 'SIZEOF_WCHAR_T', original: '4', built: '4', same: true},
  ],
  names: {exported: 1685, missing: [], added: []},
  debug: {binaries: 40, units: 246, levels: {'-O0': 246}, missingSources: 0, findings: []},
  abidiff: {changedFunctions: 0, changedVariables: 0, removed: 0, added: 0, withTypes: true},
  missingModules: [],
  releaseModules: {loaded: 42, failed: []},
  tried: [],
};

/** The same as the command tells it. */
export const BUILT: BuiltPython = {
  original: FACTS,
  version: [3, 11, 2],
  optimize: '0',
  prefix: '/home/user/debug',
  executable: '/home/user/debug/bin/python3',
  venv: {folder: '/home/user/debug/venv', python: '/home/user/debug/venv/bin/python', hasPip: true},
  gdbScript: '/home/user/debug/share/gdb/python-gdb.py',
  configured: ['sh', './configure', '--enable-shared'],
  evidence: EVIDENCE,
  points: [
    {what: 'sysconfig and sys', verdict: 'ok'},
    {what: 'exported names', verdict: 'ok'},
    {what: 'abidiff', verdict: 'ok'},
    {what: 'debug information', verdict: 'ok'},
    {what: 'release modules', verdict: 'ok'},
  ],
  holds: true,
};
