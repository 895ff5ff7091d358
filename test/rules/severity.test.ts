import test from 'ava';
import {forAnotherMachine, inModule, whereLoaded} from '../../src/rules/severity.ts';
import {subject, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, peFacts} from '../builders/facts.ts';

const module = subject(linuxModule(), {baseName: 'speed.so'});
const library = subject(elfFacts(), {baseName: 'libcore.so'});
const loaded = {...library, loadedBy: 'speed.so'};

test('a module has the full severity', t => {
  t.is(module.role, 'module');
  t.is(whereLoaded(module, 'error'), 'error');
  t.is(inModule(module, 'error'), 'error');
});

test('so has what a module loads, where a rule does not say less', t => {
  t.is(whereLoaded(loaded, 'error'), 'error');
  t.is(inModule(loaded, 'error'), 'note');
  t.is(inModule(loaded, 'error', 'warning'), 'warning');
});

test('a library that no module loads has notes alone', t => {
  t.is(whereLoaded(library, 'error'), 'note');
  t.is(inModule(library, 'error', 'error'), 'note');
});

test("a file for another machine than the wheel's is data", t => {
  const {artefact} = wheel('cp312-cp312-win_amd64', {
    'pkg/attach_x86.dll': peFacts({machine: 'x86'}),
    'pkg/attach_amd64.dll': peFacts(),
  });
  const [x86, amd64] = artefact.subjects;
  if (!x86 || !amd64) return t.fail();
  t.true(forAnotherMachine(x86));
  t.false(forAnotherMachine(amd64));
  t.is(whereLoaded({...x86, loadedBy: 'speed.pyd'}, 'error'), 'note');
});

test('a module for another machine is never data', t => {
  const {artefact} = wheel('cp312-cp312-win32', {'speed.pyd': peFacts({initHooks: ['PyInit_speed']})});
  t.deepEqual(artefact.subjects.map(forAnotherMachine), [false]);
});
