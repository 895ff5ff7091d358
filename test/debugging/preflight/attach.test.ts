import test from 'ava';
import {type AttachFacts, attachRefusal} from '../../../src/debugging/preflight/attach.ts';

const target = {isZombie: false, process: 4711, tracer: 0, user: 1000, isDescendant: false};
const free: AttachFacts = {
  pid: 4711,
  target,
  ownPid: 99,
  ownUser: 1000,
  mayTrace: false,
  yama: null,
  isFiltered: false,
  container: null,
};

test('a process of the same user may be looked into where Yama does not stand against it', t => {
  t.is(attachRefusal(free), null);
  t.is(attachRefusal({...free, yama: 0}), null);
});

// ptrace(2), "Ptrace access mode checking"; Documentation/admin-guide/LSM/Yama.rst.
const CASES: readonly (readonly [title: string, facts: AttachFacts, what: RegExp, advice: RegExp])[] = [
  ['no process', {...free, target: null}, /not running/, /ps/],
  ['pyxdbg itself', {...free, pid: 99}, /pyxdbg itself/, /Python/],
  ['a zombie', {...free, target: {...target, isZombie: true}}, /has ended/, /parent/],
  ['a thread', {...free, target: {...target, process: 4700}}, /thread of process 4700/, /name that/],
  ['a debugger there', {...free, target: {...target, tracer: 55}}, /process 55/, /end that one/],
  ['another user', {...free, ownUser: 1001}, /another user \(1000\)/, /sudo pyxdbg dump --pid 4711/],
  ['ptrace_scope 1', {...free, yama: 1}, /ptrace_scope is 1/, /sysctl kernel\.yama\.ptrace_scope=0/],
  ['ptrace_scope 2', {...free, yama: 2}, /by root alone/, /sudo/],
  ['ptrace_scope 3', {...free, yama: 3, mayTrace: true}, /forbids it to everybody/, /restart/],
  [
    'a docker container',
    {...free, ownUser: 0, container: 'docker'},
    /another user/,
    /docker run --cap-add=SYS_PTRACE/,
  ],
  [
    'a podman container',
    {...free, ownUser: 0, container: 'podman'},
    /another user/,
    /podman run --cap-add=SYS_PTRACE/,
  ],
];

for (const [title, facts, what, advice] of CASES) {
  test(`${title}: refused, with the cure`, t => {
    const refusal = attachRefusal(facts);
    t.regex(refusal?.what ?? '', what);
    t.regex(refusal?.advice ?? '', advice);
  });
}

test('root, and a parent under ptrace_scope 1, may look', t => {
  t.is(attachRefusal({...free, ownUser: 0, mayTrace: true, yama: 2}), null);
  t.is(attachRefusal({...free, yama: 1, target: {...target, isDescendant: true}}), null);
});
