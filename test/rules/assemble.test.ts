import test from 'ava';
import type {Target} from '../../src/python/target.ts';
import {artefact, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, peFacts, UCRT, windowsModule} from '../builders/facts.ts';

const targetOf = ({artefact: made}: ReturnType<typeof wheel>, path: string): Target | undefined =>
  made.at(path)?.target;

test('every binary of a wheel is for what its tags say', t => {
  const made = wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll'),
    'core.dll': peFacts(),
  });
  for (const path of ['speed.pyd', 'core.dll']) {
    t.like(targetOf(made, path), {from: 'wheel-tag', versions: [[3, 12]]}, path);
  }
});

test('the name of an egg or installer is a tag too', t => {
  t.like(
    targetOf(
      artefact('a-1.win32-py2.4.exe', {'PLATLIB/speed.pyd': peFacts({machine: 'x86'})}),
      'PLATLIB/speed.pyd',
    ),
    {
      from: 'wheel-tag',
      versions: [[2, 4]],
    },
  );
});

test("what lies beside an interpreter is that one's own, whatever the tag says (panda3d)", t => {
  const made = wheel('cp310-cp310-win_amd64', {
    'panda3d/core.pyd': windowsModule('python310.dll'),
    'deploy_libs/python37.dll': peFacts({exportCount: 1600}),
    'deploy_libs/_ssl.pyd': windowsModule('python37.dll'),
  });
  t.like(targetOf(made, 'deploy_libs/_ssl.pyd'), {from: 'import', versions: [[3, 7]]});
  t.like(targetOf(made, 'panda3d/core.pyd'), {from: 'wheel-tag', versions: [[3, 10]]});
});

test('in an environment each file is for what its distribution says, and without one for the environment', t => {
  const made = artefact(
    'site-packages',
    {'pkg/speed.so': linuxModule(), 'stray/speed.so': linuxModule()},
    {
      kind: 'environment',
      environment: stated(3, 12),
      distributionOf: path =>
        path.startsWith('pkg/')
          ? {
              project: 'pkg',
              requires: [],
              wheel: {
                project: 'pkg',
                version: '1',
                pythons: ['cp39'],
                abis: ['abi3'],
                platforms: ['linux_x86_64'],
              },
            }
          : null,
    },
  );
  t.like(targetOf(made, 'pkg/speed.so'), {from: 'wheel-tag', limited: ['abi3']});
  t.like(targetOf(made, 'stray/speed.so'), {from: 'environment', versions: [[3, 12]]});
});

test('the path of a subject is kept, and its base name told apart', t => {
  const {artefact: made} = wheel('cp312-cp312-linux_x86_64', {'pkg/sub/libcore.so': elfFacts()});
  t.like(made.subjects[0], {
    path: 'pkg/sub/libcore.so',
    baseName: 'libcore.so',
    role: 'library',
    loadedBy: null,
  });
});

test('a library without a claim of its own is for the Python of the module that loads it', t => {
  const made = artefact('stuff.zip', {
    'speed.pyd': windowsModule('python311.dll', {...UCRT, 'core.dll': ['f']}),
    'core.dll': peFacts(),
    'alone.dll': peFacts(),
  });
  t.like(targetOf(made, 'core.dll'), {from: 'import', versions: [[3, 11]]});
  t.like(targetOf(made, 'alone.dll'), {from: null, versions: []});
});
