import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {UserError} from '../../src/errors.ts';
import {placePdbs} from '../../src/system/pdb-placement.ts';
import {pdbPair} from '../seeded/debug-pair.ts';
import {hasProgram} from '../seeded/tools.ts';
import {writeWheel} from '../seeded/wheel.ts';

const lacking = ['clang-16', 'lld-link-16', 'llvm-dlltool-16', 'python3'].filter(name => !hasProgram(name));
const live = lacking.length === 0 ? test : test.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

const first = pdbPair('_speed.pdb', 'python312.dll');
const second = pdbPair('_speed.pdb', 'python311.dll');

/** A folder that goes with the test, with these files in it. */
const folderWith = async (
  t: ExecutionContext,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pyxdbg-pdb-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), bytes);
  }
  return folder;
};

live(`a PDB in the build tree is copied beside its module, the one of another link is not${why}`, async t => {
  const pdb = await first.debugFile();
  const folder = await folderWith(t, {
    'pkg/_speed.cp312-win_amd64.pyd': await first.module(),
    'build/a/_speed.pdb': await second.debugFile(),
    'build/b/_SPEED.PDB': pdb,
  });
  const module = join(folder, 'pkg/_speed.cp312-win_amd64.pyd');
  const target = join(folder, 'pkg/_speed.pdb');
  t.deepEqual(await placePdbs([module], [join(folder, 'build')]), [{module, pdb: target, state: 'placed'}]);
  t.deepEqual(await readFile(target), Buffer.from(pdb));
  t.deepEqual(await placePdbs([module], []), [{module, pdb: target, state: 'there'}]);
});

live(`a PDB of an earlier link beside the module is replaced${why}`, async t => {
  const folder = await folderWith(t, {
    'pkg/_speed.pyd': await first.module(),
    'pkg/_speed.pdb': await second.debugFile(),
    'build/_speed.pdb': await first.debugFile(),
  });
  const [placed] = await placePdbs([join(folder, 'pkg/_speed.pyd')], [join(folder, 'build')]);
  t.is(placed?.state, 'placed');
  t.deepEqual(await readFile(join(folder, 'pkg/_speed.pdb')), Buffer.from(await first.debugFile()));
});

live(`where no PDB fits, nothing is written${why}`, async t => {
  const folder = await folderWith(t, {
    'pkg/_speed.pyd': await first.module(),
    'build/_speed.pdb': await second.debugFile(),
    'build/other/_speed.pdb': Buffer.from('Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0'),
  });
  const [placed] = await placePdbs([join(folder, 'pkg/_speed.pyd')], [join(folder, 'build')]);
  t.is(placed?.state, 'missing');
  await t.throwsAsync(readFile(join(folder, 'pkg/_speed.pdb')), {code: 'ENOENT'});
});

live(`two modules that name one PDB are refused with the cause${why}`, async t => {
  const folder = await folderWith(t, {
    'a/_speed.pyd': await first.module(),
    'b/_speed.pyd': await second.module(),
    'build/_speed.pdb': await second.debugFile(),
  });
  const modules = ['a', 'b'].map(name => join(folder, name, '_speed.pyd'));
  const error = await t.throwsAsync(placePdbs(modules, [join(folder, 'build')]), {instanceOf: UserError});
  t.is(error?.where, modules[1]);
  t.regex(error?.what ?? '', /_speed\.pdb: only the module that was linked last/);
  t.regex(error?.advice ?? '', /\/PDB/);
});

live(`a copy of a module in the build folder is no second module${why}`, async t => {
  const module = await first.module();
  const folder = await folderWith(t, {
    'pkg/_speed.pyd': module,
    'build/lib/pkg/_speed.pyd': module,
    'build/lib/pkg/_speed.pdb': await first.debugFile(),
  });
  const placed = await placePdbs(
    [join(folder, 'pkg/_speed.pyd'), join(folder, 'build/lib/pkg/_speed.pyd')],
    [folder],
  );
  t.deepEqual(
    placed.map(({state}) => state),
    ['placed', 'there'],
  );
});

/** Python's own reading of a wheel: checksums, and what RECORD says of each file (PEP 376, 427). */
const CHECK_RECORD = `
import base64, csv, hashlib, io, json, sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
assert wheel.testzip() is None
names = wheel.namelist()
rows = list(csv.reader(io.StringIO(wheel.read(names[-1]).decode())))
assert sorted(row[0] for row in rows) == sorted(names), (rows, names)
for path, digest, size in rows[:-1]:
    data = wheel.read(path)
    assert digest == "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode(), path
    assert int(size) == len(data), path
assert rows[-1] == [names[-1], "", ""]
print(json.dumps(names))
`;

live(
  `in a wheel the PDB stands beside the module and in RECORD, as Python reads it; the rest stays${why}`,
  async t => {
    const module = await first.module();
    const pdb = await first.debugFile();
    const folder = await folderWith(t, {'build/_speed.pdb': pdb});
    const path = 'odd, "name"/_speed.cp312-win_amd64.pyd';
    const wheel = await writeWheel(folder, 'speed', 'cp312-cp312-win_amd64', {
      [path]: module,
      'pkg/__init__.py': Buffer.from(''),
    });
    // The builder quotes nothing in RECORD: this line is as Python's csv writes it.
    const other = await writeWheel(folder, 'plain', 'cp312-cp312-win_amd64', {'pkg/_speed.pyd': module});
    const placed = await placePdbs([other], [join(folder, 'build')]);
    t.deepEqual(placed, [{module: 'pkg/_speed.pyd', pdb: 'pkg/_speed.pdb', state: 'placed'}]);
    const names: unknown = JSON.parse(
      execFileSync('python3', ['-c', CHECK_RECORD, other], {encoding: 'utf8'}),
    );
    t.deepEqual(names, [
      'pkg/_speed.pyd',
      'plain-1.0.dist-info/METADATA',
      'plain-1.0.dist-info/WHEEL',
      'pkg/_speed.pdb',
      'plain-1.0.dist-info/RECORD',
    ]);
    const extract =
      'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';
    t.deepEqual(execFileSync('python3', ['-c', extract, other, 'pkg/_speed.pdb']), Buffer.from(pdb));
    t.deepEqual(execFileSync('python3', ['-c', extract, other, 'pkg/_speed.pyd']), Buffer.from(module));
    t.is((await placePdbs([other], []))[0]?.state, 'there');

    await placePdbs([wheel], [join(folder, 'build')]);
    const record = execFileSync('python3', ['-c', extract, wheel, 'speed-1.0.dist-info/RECORD'], {
      encoding: 'utf8',
    });
    t.regex(record, /^"odd, ""name""\/_speed\.pdb",sha256=[\w-]{43},\d+$/m);
  },
);
