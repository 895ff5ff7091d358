import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {serveFolder} from '../../builders/static-server.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, pyxdbgOn, root, vendored} from '../../e2e/program.ts';
import {writeWheel} from '../../seeded/wheel.ts';
import {buildPython} from '../build/build-environment.ts';
import {membersOf, unpackStrictly} from './wheel-judges.ts';

const pyxdbg = pyxdbgOn(process.execPath);
const python = buildPython();
const lacking = [
  ...['clang-16', 'lld-link-16', 'llvm-readobj-16', 'llvm-symbolizer-16', 'cabextract'].filter(
    name => toolNamed(name) === null,
  ),
  ...(python === null ? ['pip index'] : []),
];
const live = lacking.length === 0 ? test.serial : test.serial.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

const symstore = await symstorePython();
const judged = lacking.length === 0 && symstore !== null ? test.serial : test.serial.skip;

const SOURCE = `
int _fltused = 0;
static __attribute__((noinline)) long sum_squares(long n) {
    long total = 0;
    for (long i = 1; i <= n; i++)
        total += i * i;
    return total;
}
__declspec(dllexport) void *PyInit_spam(void) { return (void *)sum_squares(SALT); }
int __stdcall _DllMainCRTStartup(void *h, unsigned r, void *p) { return 1; }
`;

/** A module and its PDB, linked as Microsoft's linker does. */
function link(salt: number, name = 'Spam.pdb'): {folder: string; pyd: string; pdb: string} {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'spam.c'), SOURCE);
  const run = (tool: string, ...args: string[]) => execFileSync(tool, args, {cwd: folder, stdio: 'pipe'});
  const compile = ['--target=x86_64-pc-windows-msvc', '-O0', '-g', '-gcodeview', '-mno-stack-arg-probe'];
  run('clang-16', ...compile, `-DSALT=${salt}`, '-c', 'spam.c', '-o', 'spam.obj');
  const options = ['/dll', '/debug', '/nodefaultlib', '/machine:x64', '/entry:_DllMainCRTStartup'];
  run('lld-link-16', ...options, 'spam.obj', '/out:spam.pyd', `/pdb:${name}`, `/pdbaltpath:${name}`);
  return {folder, pyd: join(folder, 'spam.pyd'), pdb: join(folder, name)};
}

/** A GUID's first three numbers are little-endian in the file (learn.microsoft.com, "GUID structure"). */
function guidOfBytes(printed: string): string {
  const bytes = printed.split(' ');
  return [3, 2, 1, 0, 5, 4, 7, 6].map(at => bytes[at]).join('') + bytes.slice(8).join('');
}

/** What llvm-readobj says of a PE file, as the documented keys of a symbol store. */
function keysByReadobj(path: string): {pdb: string | null; image: string} {
  const text = execFileSync('llvm-readobj-16', ['--file-headers', '--coff-debug-directory', path], {
    encoding: 'utf8',
  });
  const field = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  const stamp = field(/TimeDateStamp: .*\(0x([0-9A-F]+)\)/).padStart(8, '0');
  const size = Number(field(/SizeOfImage: (\d+)/)).toString(16);
  const guid = guidOfBytes(field(/PDBGUID: \(([0-9A-F ]+)\)/));
  return {
    image: `${stamp}${size}`,
    pdb: guid === '' ? null : `${guid}${Number(field(/PDBAge: (\d+)/)).toString(16)}`,
  };
}

live(
  `PDBs leave the wheel by their identity, and llvm-symbolizer shows lines with the one from a web server${why}`,
  async t => {
    const folder = temporaryFolder();
    const [one, other] = [link(3), link(4)];
    // Under names that say nothing; that of another build has the right name.
    const wheel = await writeWheel(join(folder, 'dist'), 'spam', 'cp311-cp311-win_amd64', {
      'spam/spam.pyd': readFileSync(one.pyd),
      'spam/Spam.pdb': readFileSync(other.pdb),
      'spam/data/nameless.PDB': readFileSync(one.pdb),
      'spam/__init__.py': Buffer.from('from .spam import *\n'),
    });
    const run = async (...words: string[]) => {
      const outcome = await pyxdbg(['symbols', ...words], {cwd: folder});
      t.is(outcome.status, 0, outcome.stderr + outcome.stdout);
      return outcome.stdout;
    };
    const told = await run('split', wheel, '--out-dir', 'split');
    t.regex(told, /spam\/Spam\.pdb belongs to no module of the wheel/);
    const stripped = join(folder, 'split', 'spam-1.0-cp311-cp311-win_amd64.whl');
    t.deepEqual(
      membersOf(stripped).map(({name}) => name),
      membersOf(wheel)
        .map(({name}) => name)
        .filter(name => name !== 'spam/data/nameless.PDB'),
    );
    const unpacked = join(unpackStrictly(python ?? '', stripped), 'spam-1.0', 'spam', 'spam.pyd');
    t.deepEqual(readFileSync(unpacked), readFileSync(one.pyd));
    const debugFile = join(folder, 'split', 'spam-1.0-cp311-cp311-win_amd64.debug', 'spam', 'Spam.pdb');
    t.deepEqual(readFileSync(debugFile), readFileSync(one.pdb));

    await run('publish', 'split', '--to', 'store');
    const keys = keysByReadobj(one.pyd);
    const server = await serveFolder(join(folder, 'store'));
    try {
      for (const [path, file] of [
        [`Spam.pdb/${keys.pdb}/Spam.pdb`, one.pdb],
        [`spam.pdb/${keys.pdb?.toLowerCase()}/spam.pdb`, one.pdb],
        [`spam.pyd/${keys.image}/spam.pyd`, one.pyd],
        [`spam.pyd/${keys.image.toLowerCase()}/spam.pyd`, one.pyd],
      ] as const) {
        const answer = await fetch(`${server.url}/${path}`);
        t.is(answer.status, 200, path);
        t.deepEqual(Buffer.from(await answer.arrayBuffer()), readFileSync(file), path);
      }
      const bare = temporaryFolder();
      const module = join(bare, 'spam.pyd');
      writeFileSync(module, readFileSync(unpacked));
      const entry = await exportAddress(module);
      rmSync(one.folder, {recursive: true});
      t.notRegex(await symbolized(module, entry), /spam\.c:\d+/);
      const answer = await fetch(`${server.url}/Spam.pdb/${keys.pdb}/Spam.pdb`);
      writeFileSync(join(bare, 'Spam.pdb'), Buffer.from(await answer.arrayBuffer()));
      t.regex(await symbolized(module, entry), /PyInit_spam\n.*spam\.c:9/);
    } finally {
      server.close();
    }
  },
);

live(`--compress publishes cabinets that cabextract unpacks, in two tiers where asked for${why}`, async t => {
  const folder = temporaryFolder();
  const {pyd, pdb} = link(5);
  for (const [store, more, tier] of [
    ['plain', [], ''],
    ['tiers', ['--two-tier'], 'Sp/'],
    // The second time the store says it itself.
    ['tiers', [], 'Sp/'],
  ] as const) {
    const words = ['symbols', 'publish', pyd, pdb, '--to', store, '--compress', ...more];
    const {status, stderr} = await pyxdbg(words, {cwd: folder});
    t.is(status, 0, stderr);
    const cabinet = join(folder, store, `${tier}Spam.pdb/${keysByReadobj(pyd).pdb}/Spam.pd_`);
    const out = temporaryFolder();
    await execa('cabextract', ['-q', '-d', out, cabinet]);
    t.deepEqual(readFileSync(join(out, 'Spam.pdb')), readFileSync(pdb));
  }
  t.is(readFileSync(join(folder, 'tiers', 'index2.txt'), 'utf8'), '');
});

/** Publishes by the library's own interface. */
const BY_SYMSTORE = `
import sys, symstore
store = symstore.Store(sys.argv[1])
transaction = store.new_transaction('product', '1', 'comment')
for path in sys.argv[2:]:
    transaction.add_entry(transaction.new_entry(path))
store.commit(transaction)
`;

judged(
  `PyPI's symstore makes a tree whose files are all in ours${why || (symstore === null ? ' (skipped: no symstore)' : '')}`,
  async t => {
    const folder = temporaryFolder();
    const wheels = [
      'markupsafe-3.0.3-cp313-cp313-win_amd64.whl',
      'markupsafe-3.0.3-cp311-cp311-win_arm64.whl',
    ];
    const unpacked = wheels.map(wheel => unpackStrictly(python ?? '', vendored(wheel)));
    const {pyd, pdb} = link(6, 'spam.pdb');
    const files = [
      ...unpacked.flatMap(one => filesBelow(one).filter(path => path.endsWith('.pyd'))),
      pyd,
      pdb,
    ];
    t.is(files.length, 4);
    const {status, stderr} = await pyxdbg(['symbols', 'publish', ...unpacked, pyd, pdb, '--to', 'ours'], {
      cwd: folder,
    });
    t.is(status, 0, stderr);
    await execa(symstore ?? '', ['-c', BY_SYMSTORE, join(folder, 'theirs'), ...files]);
    const theirs = filesBelow(join(folder, 'theirs')).filter(path => /\.(pyd|pdb)$/.test(path));
    t.is(theirs.length, files.length);
    for (const path of theirs) {
      const place = path.slice(join(folder, 'theirs').length);
      t.deepEqual(readFileSync(join(folder, 'ours', place)), readFileSync(path), place);
    }
    for (const path of files.filter(one => one.endsWith('.pyd'))) {
      t.true(
        theirs.some(one => one.includes(`/${keysByReadobj(path).image}/`)),
        path,
      );
    }
  },
);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

/** A Python that has PyPI's symstore; null where it cannot be had. */
async function symstorePython(): Promise<string | null> {
  if (python === null) return null;
  const folder = join(root, '.cache', 'symstore');
  mkdirSync(dirname(folder), {recursive: true});
  try {
    await execa(python, ['-m', 'pip', 'install', '-q', '--target', folder, 'symstore==0.3.5']);
    const start = join(temporaryFolder(), 'python');
    writeFileSync(start, `#!/bin/sh\nPYTHONPATH='${folder}' exec '${python}' "$@"\n`, {mode: 0o755});
    return start;
  } catch {
    return null;
  }
}

/** Where the exported function begins, by llvm-readobj. */
async function exportAddress(path: string): Promise<string> {
  const {stdout} = await execa('llvm-readobj-16', ['--coff-exports', '--file-headers', path]);
  const rva = Number(/Name: PyInit_spam\s+RVA: (0x[0-9A-F]+)/.exec(stdout)?.[1]);
  const base = Number(/ImageBase: (0x[0-9A-F]+)/.exec(stdout)?.[1]);
  return `0x${(rva + base).toString(16)}`;
}

async function symbolized(path: string, address: string): Promise<string> {
  const {stdout} = await execa('llvm-symbolizer-16', ['-e', path, address], {
    cwd: dirname(path),
    env: environment(),
    extendEnv: false,
  });
  return stdout;
}
