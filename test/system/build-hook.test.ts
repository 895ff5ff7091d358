import {execFileSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';
import {root} from '../e2e/program.ts';

const driver = join(root, 'templates/runtime/build-hook.py');

/** A `sitecustomize` that takes tomllib away, as before 3.11, and an import hook like setuptools' _distutils_hack. */
const ENVIRONMENT = {
  'sitecustomize.py': `import sys
sys.modules['tomllib'] = sys.modules['tomli'] = None
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == 'pip':
            print('pip was imported')
sys.meta_path.insert(0, Watch())
`,
  'pip/__init__.py': '',
  'pip/_vendor/__init__.py': '',
};

const python = toolNamed('python3');
const pip = python === null ? '' : pipFolder(python);

function pipFolder(executable: string): string {
  const code = 'import os, pip._vendor.tomli as one; print(os.path.dirname(one.__file__))';
  try {
    return execFileSync(executable, ['-c', code], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

const run = pip === '' ? test.skip : test;
run(
  `a backend-path is read without tomllib, and without pip in the process${pip === '' ? ' (needs python3 with pip)' : ''}`,
  t => {
    const folder = temporaryFolder();
    const site = writeTree({...ENVIRONMENT});
    execFileSync('cp', ['-r', pip, join(site, 'pip/_vendor/tomli')]);
    const project = writeTree({
      'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["inside"]\n',
      'inside/own.py':
        'def build_wheel(out, settings):\n    open(out + "/x.whl", "w").close()\n    return "x.whl"\n',
    });
    const output = execFileSync(python ?? '', [driver, 'build_wheel', folder, 'own'], {
      cwd: project,
      env: {...process.env, PYTHONPATH: site},
      encoding: 'utf8',
    });
    t.deepEqual(readdirSync(folder), ['x.whl']);
    t.notRegex(output, /pip was imported/);
  },
);
