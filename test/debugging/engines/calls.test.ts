import test from 'ava';
import {debuggerEnvironment} from '../../../src/debugging/engines/engine.ts';
import {gdbReport, gdbWatch} from '../../../src/debugging/engines/gdb.ts';
import {lldbReport} from '../../../src/debugging/engines/lldb.ts';
import {refusalOf} from '../../../src/debugging/engines/refusal.ts';
import {sessionCall} from '../../../src/debugging/engines/session.ts';

const options = {output: '/tmp/out.json'};
const gdb = {name: 'gdb', program: '/usr/bin/gdb'} as const;
const lldb = {name: 'lldb', program: '/usr/bin/lldb'} as const;

test('what breaks the Python of a debugger is taken away from it, and nothing else', t => {
  const env = {
    PYTHONHOME: '/x',
    PYTHONPATH: '/y',
    LD_LIBRARY_PATH: '/z',
    LD_PRELOAD: 'a.so',
    PATH: '/bin',
    HOME: '/h',
  };
  t.deepEqual(Object.keys(debuggerEnvironment({...env, LANG: 'de_DE.UTF-8'})).sort(), [
    'LD_LIBRARY_PATH',
    'LD_PRELOAD',
    'PYTHONHOME',
    'PYTHONPATH',
  ]);
});

test('a debugger reads paths of any script, as the Python of a program does (PEP 538)', t => {
  const told = {LC_ALL: undefined, LC_CTYPE: 'C.UTF-8'};
  t.deepEqual(debuggerEnvironment({}), told);
  t.deepEqual(debuggerEnvironment({LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8'}), told);
  t.deepEqual(debuggerEnvironment({LANG: 'C'}), told);
  t.deepEqual(debuggerEnvironment({LC_CTYPE: 'de_DE.UTF-8', LANG: 'C'}), {});
  t.deepEqual(debuggerEnvironment({LC_ALL: 'C.UTF-8'}), {});
});

test('gdb is asked nothing by start-up files of others, and lets go of a process', t => {
  const {words} = gdbReport('gdb', {kind: 'process', pid: 7}, '/w/gdb.py', [], options);
  t.true(words.includes('-nx'));
  t.true(words.includes('set auto-load off'));
  t.deepEqual(words.slice(-2), ['-ex', 'detach']);
  t.true(words.includes('pyxdbg-report {"output":"/tmp/out.json"}'));
});

test('a core is opened with its program, and with the modules of its own root', t => {
  const subject = {kind: 'core', core: '/c/core', executable: '/r/bin/python', root: '/r'} as const;
  const {words} = gdbReport('gdb', subject, '/w/gdb.py', ['set debug-file-directory /d'], options);
  t.true(words.join(' ').includes('-iex set sysroot /r /r/bin/python /c/core'));
  t.false(words.includes('detach'));
  const other = lldbReport('lldb', {...subject, core: '/c/a "b'}, '/w/l.py', [], options);
  t.true(other.words.includes('target create --core "/c/a \\"b" "/r/bin/python"'));
});

test('no path becomes a command', t => {
  const core = (path: string) => ({kind: 'core', core: path, executable: '/bin/python'}) as const;
  t.throws(() => gdbReport('gdb', core('/c'), '/w/g.py', ['dir /a\nshell x'], options), {message: /control/});
  t.throws(() => lldbReport('lldb', core('/c'), '/w/l.py', ['x /a\nscript x'], options), {
    message: /control/,
  });
  t.throws(() => lldbReport('lldb', core('/a\nscript x'), '/w/l.py', [], options), {message: /control/});
  // Evaluated within quotes, too.
  t.throws(() => lldbReport('lldb', core('/a`script x`'), '/w/l.py', [], options), {message: /cannot hold/});
});

test('a process under watch keeps the signals that it lives with', t => {
  const {words} = gdbWatch('gdb', 7, '/w/gdb.py', options);
  const all = words.indexOf('handle all nostop noprint pass');
  t.true(
    all > 0 && words.indexOf('handle SIGSEGV SIGBUS SIGFPE SIGILL SIGABRT SIGSYS stop print pass') > all,
  );
});

const prober = ['/n/node', '/p q/run.cjs', 'make-layouts'];

test('a session gives the program what its debugger must not have', t => {
  const subject = {
    kind: 'program',
    command: ['python', 'app.py'],
    env: new Map([['PYTHONPATH', '/a b']]),
    breakpoints: ['x.c:12', 'ns::f'],
  } as const;
  const inGdb = sessionCall(gdb, {walker: '/w/g.py', prober, settings: [], subject}).words;
  t.true(inGdb.includes('set environment PYTHONPATH /a b'));
  t.true(inGdb.includes('break x.c:12'));
  t.true(inGdb.includes('pyxdbg-prober ["/n/node","/p q/run.cjs","make-layouts"]'));
  t.deepEqual(inGdb.slice(-4), ['run', '--args', 'python', 'app.py']);
  const inLldb = sessionCall(lldb, {walker: '/w/l.py', prober, settings: [], subject}).words;
  t.true(inLldb.includes('settings append target.env-vars "PYTHONPATH=/a b"'));
  t.true(inLldb.includes('breakpoint set --file "x.c" --line 12'));
  t.true(inLldb.includes('breakpoint set --name "ns::f"'));
  const attached = sessionCall(lldb, {
    walker: '/w/l.py',
    prober,
    settings: [],
    subject: {kind: 'process', pid: 7},
  }).words;
  t.true(attached.includes('process attach --pid 7'));
  t.is(attached.at(-1), 'pyxdbg-prober ["/n/node","/p q/run.cjs","make-layouts"]');
});

// The words of gdb 13.1 and lldb 16.0.6 for these.
const SAID: readonly (readonly [output: string, what: RegExp])[] = [
  ['ptrace: Operation not permitted.', /may not be|belongs to/],
  ['ptrace: No such process.', /not running|no such/],
  ['error: attach failed: lost connection', /could not look/],
  ['"/c/core" is not a core dump: file format not recognized', /no core file/],
  ['', /could not look/],
];

for (const [output, what] of SAID) {
  test(`a debugger that says \`${output}\` becomes one sentence`, t => {
    const error = refusalOf({kind: 'process', pid: 7}, gdb, {output, isTimedOut: false});
    t.regex(error.what, what);
    t.is(error.exitCode, 2);
  });
}

test('a debugger that takes too long is told apart', t => {
  t.regex(
    refusalOf({kind: 'core', core: '/c', executable: '/p'}, lldb, {output: '', isTimedOut: true}).what,
    /in time/,
  );
});
