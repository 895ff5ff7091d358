import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder} from '../../builders/tools.ts';
import {pyxdbgOn} from '../../e2e/program.ts';
import {sdistOf} from '../build/sdists.ts';
import {requirements} from './requirements.ts';
import {treeDigests} from './tree-digests.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const reachable = sdistOf(requirements[0] ?? '') !== null;

for (const requirement of requirements) {
  if (!reachable) {
    test.skip(`${requirement}: init, init again, undo (no package index can be reached)`, () => undefined);
    continue;
  }
  test.serial(`${requirement}: init, init again, undo leave every file as it was`, async t => {
    const source = sdistOf(requirement);
    t.truthy(source, 'pip did not fetch it');
    const folder = join(temporaryFolder(), 'project');
    cpSync(source ?? '', folder, {recursive: true, verbatimSymlinks: true});
    execFileSync('git', ['init', '--quiet', folder]);
    const before = treeDigests(folder);

    const first = await pyxdbg(['init', '--yes', '--patch', 'auto', '--ci', 'github'], {cwd: folder});
    t.is(first.status, 0, first.stderr);
    const written = treeDigests(folder);
    t.notDeepEqual(written, before);
    if (existsSync(join(folder, 'setup.py'))) requireSameMeaning(t.log, folder, source ?? '');

    const again = await pyxdbg(['init', '--yes', '--patch', 'auto', '--ci', 'github'], {cwd: folder});
    t.is(again.status, 0, again.stderr);
    t.regex(again.stdout, /^Nothing to do/m);
    t.deepEqual(treeDigests(folder), written);

    const undone = await pyxdbg(['init', '--undo'], {cwd: folder});
    t.is(undone.status, 0, undone.stderr);
    t.deepEqual(treeDigests(folder), before);
  });
}

/** Python's own parser: setup.py is what it was but for one statement, and it comes before all others that do anything. */
function requireSameMeaning(log: (text: string) => void, folder: string, source: string): void {
  const script = `
import ast, sys
before, after = (ast.parse(open(path, 'rb').read()) for path in sys.argv[1:])
old = [ast.dump(node) for node in before.body]
new = [ast.dump(node) for node in after.body]
extra = [at for at, node in enumerate(new) if 'PYXDBG_DEBUG' in node]
assert len(extra) in (0, 1), extra
for at in extra:
    del new[at]
    for node in after.body[:at]:
        assert isinstance(node, ast.Expr) or node.module == '__future__', ast.dump(node)
assert new == old
print('patched' if extra else 'not patched')
`;
  const files = [join(source, 'setup.py'), join(folder, 'setup.py')];
  log(execFileSync('python3', ['-c', script, ...files], {encoding: 'utf8'}).trim());
  if (readFileSync(join(folder, 'setup.py'), 'latin1').includes('PYXDBG_DEBUG')) {
    execFileSync('python3', ['-m', 'py_compile', join(folder, 'setup.py')], {
      env: {...process.env, PYTHONPYCACHEPREFIX: temporaryFolder()},
    });
  }
}
