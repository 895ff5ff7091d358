import test from 'ava';
import type {StatedPython} from '../../src/python/target.ts';
import {bareFile, stated} from '../builders/artefact.ts';
import {linuxModule} from '../builders/facts.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {askPython} from '../builders/python.ts';
import {findingsAt} from './expect.ts';

// What real interpreters look for is never reported, and another version's own suffix always is.
const SUFFIXES = `
import json, sys
try:
    from importlib.machinery import EXTENSION_SUFFIXES as suffixes
except ImportError:
    import imp
    suffixes = [suffix for suffix, _, kind in imp.get_suffixes() if kind == imp.C_EXTENSION]
print(json.dumps(suffixes))
`;
const modern = pyenvPythons.filter(({name}) => /^3\.\d+\.\d+t?$/.test(name));
const live = modern.length === 0 ? test.skip : test;

live(
  `suffixes that real interpreters print are looked for${modern.length === 0 ? ' (skipped: no pyenv interpreters)' : ''}`,
  t => {
    const printed = modern.map(({name, executable}) => ({
      name,
      suffixes: askPython(SUFFIXES, [], executable) as readonly string[],
    }));
    for (const {name, suffixes} of printed) {
      const python = versionOf(name);
      for (const suffix of suffixes) {
        t.deepEqual(rulesAbout(suffix, python), [], `${name} ${suffix}`);
      }
      for (const other of printed.filter(one => one !== printed.find(two => two.name === name))) {
        const [foreign = ''] = other.suffixes;
        if (versionOf(other.name).version?.join() === python.version?.join()) continue;
        t.deepEqual(
          rulesAbout(foreign, python),
          ['error ext-suffix'],
          `${name} and ${foreign} of ${other.name}`,
        );
      }
    }
  },
);

function versionOf(name: string): StatedPython {
  const [major = 0, minor = 0] = name.split('.').map(Number);
  return stated(major, minor, {freeThreaded: name.endsWith('t')});
}

function rulesAbout(suffix: string, python: StatedPython): readonly string[] {
  const made = bareFile(`speed${suffix}`, linuxModule(), {python});
  return findingsAt(made)
    .filter(({rule}) => rule === 'ext-suffix')
    .map(({severity, rule}) => `${severity} ${rule}`);
}
