import test from 'ava';
import {checkAttaching, checkCores, checkDebuggers} from '../../../src/debugging/doctor/debugger.ts';
import {checkVariables} from '../../../src/debugging/doctor/environment.ts';
import {checkHeaders, checkInterpreter} from '../../../src/debugging/doctor/interpreter.ts';
import {ok, problem, warning} from '../../../src/debugging/doctor/model.ts';
import {renderDoctor} from '../../../src/debugging/doctor/text.ts';
import {makeStyle} from '../../../src/report/style.ts';

const python = {
  executable: '/venv/bin/python',
  from: '.venv',
  implementation: 'cpython',
  version: [3, 12, 1] as const,
  isFreeThreaded: false,
  isDebug: false,
};

test('a CPython that the walker knows is fine, another Python is not', t => {
  t.is(checkInterpreter(python).status, 'ok');
  t.is(checkInterpreter({...python, implementation: 'pypy'}).status, 'problem');
  t.is(checkInterpreter({...python, isDebug: true}).status, 'warning');
  t.is(checkInterpreter({...python, version: [3, 7, 9]}).status, 'warning');
});

test('headers must be there, and of the same release', t => {
  t.is(checkHeaders(python, {folder: '/include', version: '3.12.1'}).status, 'ok');
  t.is(checkHeaders(python, {folder: '/include', version: '3.12.7'}).status, 'warning');
  const none = checkHeaders(python, {folder: '/include', version: null});
  t.is(none.status, 'problem');
  t.regex(none.cure ?? '', /apt install python3\.12-dev/);
});

test('one debugger with Python is enough; gdb-minimal is not', t => {
  const gdb = {engine: {name: 'gdb', program: '/usr/bin/gdb'}, version: '13.1', hasPython: true} as const;
  t.is(checkDebuggers([gdb]).status, 'ok');
  t.is(checkDebuggers([{...gdb, hasPython: false}]).status, 'problem');
  t.is(checkDebuggers([]).status, 'problem');
});

test('what the system forbids is told with the command that allows it', t => {
  const rights = {mayTrace: false, yama: null, isFiltered: false, container: null} as const;
  t.is(checkAttaching(rights).status, 'ok');
  t.regex(checkAttaching({...rights, yama: 1}).cure ?? '', /sysctl kernel\.yama\.ptrace_scope=0/);
  t.regex(checkAttaching({...rights, yama: 1, container: 'docker'}).cure ?? '', /--cap-add=SYS_PTRACE/);
  t.is(checkAttaching({...rights, yama: 3}).status, 'problem');
  const filtered = checkAttaching({...rights, mayTrace: true, isFiltered: true, container: 'docker'});
  t.is(filtered.status, 'warning');
  t.regex(filtered.cure ?? '', /seccomp=unconfined/);
});

test('where cores go is told', t => {
  t.regex(checkCores('|/usr/lib/systemd/systemd-coredump %P', '0').found, /coredumpctl dump PID -o core/);
  t.regex(checkCores('|/usr/share/apport/apport', '0').found, /sudo sysctl kernel\.core_pattern=core/);
  t.regex(checkCores('core', '0').found, /ulimit -c is 0/);
  t.regex(checkCores('core', 'unlimited').found, /written as core/);
});

test('variables that get in the way are named, others and empty ones are not', t => {
  const check = checkVariables({PYTHONHOME: '/opt/python', LD_PRELOAD: '', PATH: '/bin'});
  t.is(check.status, 'warning');
  t.regex(check.found, /PYTHONHOME/);
  t.notRegex(check.found, /LD_PRELOAD|PATH /);
  t.is(checkVariables({PATH: '/bin'}).status, 'ok');
});

test('the table has a line a check, its cure below it, and fits the width', t => {
  const checks = [
    ok('interpreter', 'CPython 3.12.1'),
    warning('attaching', 'to programs under pyxdbg run only', 'sudo sysctl kernel.yama.ptrace_scope=0'),
    problem('debugger', 'neither gdb nor lldb is on PATH', 'apt install gdb'),
  ];
  const text = renderDoctor(checks, makeStyle(false), 80);
  t.is(
    text,
    `interpreter  ok       CPython 3.12.1
attaching    warning  to programs under pyxdbg run only
                      fix: sudo sysctl kernel.yama.ptrace_scope=0
debugger     problem  neither gdb nor lldb is on PATH
                      fix: apt install gdb

1 problem, 1 warning.
`,
  );
  t.regex(renderDoctor([ok('Node.js', 'v24')], makeStyle(false), 80), /All is well\.\n$/);
});
