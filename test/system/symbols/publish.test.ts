import {execFileSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {type PublishChoices, publish} from '../../../src/system/symbols/publish.ts';
import {linkPdb, missingTools} from '../../binary/pdb/link-pdb.ts';
import {elfTools, linkElf} from '../../builders/link-elf.ts';
import {printedByReadelf, readelf} from '../../builders/readelf.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const choices = (store: string, rest: Partial<PublishChoices> = {}): PublishChoices => ({
  store,
  isCompressed: false,
  isTwoTier: false,
  withSources: false,
  isReplacing: false,
  isDryRun: false,
  ...rest,
});

/** Every file below a folder, with what would change if it were written again. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      const {ino, size, mtimeMs} = statSync(path);
      return `${path.slice(folder.length + 1)} ${ino} ${size} ${mtimeMs}`;
    })
    .toSorted();
}
const pathsIn = (folder: string) => snapshot(folder).map(line => line.split(' ')[0]);

const lacking = [
  ...(elfTools.gcc === null ? ['gcc'] : []),
  ...(elfTools.objcopy === null ? ['objcopy'] : []),
  ...(readelf === null ? ['readelf'] : []),
];
const live = lacking.length === 0 ? test : test.skip;
const why = lacking.length === 0 ? '' : ` (skipped: no ${lacking.join(', ')})`;

const SOURCE = 'int add(int a) { int b = a + 1; return b; }\n';

/** A library with its debug file, as objcopy makes them. */
function pair(): {folder: string; path: string; buildId: string; unsplit: string} {
  const {path: linked} = linkElf(SOURCE, ['-shared', '-fPIC', '-g', '-Wl,--build-id']);
  const folder = temporaryFolder();
  const path = join(folder, 'mod.so');
  execFileSync(elfTools.objcopy ?? '', ['--only-keep-debug', linked, `${path}.debug`]);
  execFileSync(elfTools.objcopy ?? '', ['--strip-unneeded', linked, path]);
  return {folder, path, buildId: printedByReadelf(path).buildId ?? '', unsplit: linked};
}

live(`each file is under all names that debuggers ask for, and twice changes nothing${why}`, async t => {
  const {folder, path, buildId} = pair();
  const store = join(temporaryFolder(), 'store');
  const report = await publish([folder], choices(store));
  t.deepEqual(report.skipped, []);
  const [head, rest] = [buildId.slice(0, 2), buildId.slice(2)];
  // GDB manual, "Separate Debug Files"; debuginfod(8), "WEBAPI"; dotnet/symstore, SSQP_Key_Conventions.md.
  const code = [
    `.build-id/${head}/${rest}`,
    `buildid/${buildId}/executable`,
    `mod.so/elf-buildid-${buildId}/mod.so`,
  ];
  const debug = [
    `.build-id/${head}/${rest}.debug`,
    `buildid/${buildId}/debuginfo`,
    `_.debug/elf-buildid-sym-${buildId}/_.debug`,
  ];
  t.deepEqual(pathsIn(store), [...code, ...debug].toSorted());
  for (const place of code) t.deepEqual(readFileSync(join(store, place)), readFileSync(path), place);
  for (const place of debug)
    t.deepEqual(readFileSync(join(store, place)), readFileSync(`${path}.debug`), place);

  const before = snapshot(store);
  const again = await publish([folder], choices(store));
  t.deepEqual(snapshot(store), before);
  t.true(again.items.every(({places}) => places.every(({state}) => state === 'there')));
});

live(`a dry run names the same places and writes nothing${why}`, async t => {
  const {folder} = pair();
  const store = join(temporaryFolder(), 'store');
  const dry = await publish([folder], choices(store, {isDryRun: true, isTwoTier: true}));
  t.false(existsSync(store));
  t.deepEqual(await publish([folder], choices(store, {isTwoTier: true})), dry);
});

live(
  `another file of the same identity is refused before anything is written; --replace takes it${why}`,
  async t => {
    const {path, buildId, unsplit} = pair();
    const store = temporaryFolder();
    await publish([path], choices(store));
    const before = snapshot(store);
    const target = join(store, `buildid/${buildId}/executable`);
    const error = await t.throwsAsync(publish([unsplit], choices(store)), {instanceOf: UserError});
    t.is(error?.exitCode, 1);
    t.regex(error?.message ?? '', /with other bytes.*--replace/);
    t.deepEqual(snapshot(store), before);
    await publish([unsplit], choices(store, {isReplacing: true}));
    t.deepEqual(readFileSync(target), readFileSync(unsplit));
  },
);

live(`a file that is not what its place says is never replaced${why}`, async t => {
  const {path, buildId} = pair();
  const store = temporaryFolder();
  mkdirSync(join(store, `buildid/${buildId}`), {recursive: true});
  copyFileSync(
    linkElf('int other;', ['-shared', '-fPIC', '-Wl,--build-id']).path,
    join(store, `buildid/${buildId}/executable`),
  );
  const before = snapshot(store);
  await t.throwsAsync(publish([path], choices(store, {isReplacing: true})), {
    instanceOf: UserError,
    message: /not what its place says/,
  });
  t.deepEqual(snapshot(store), before);
});

live(
  `a binary that has all in it is its own debug file, unless a separate one is published too${why}`,
  async t => {
    const {folder, path, buildId, unsplit} = pair();
    const store = temporaryFolder();
    await publish([unsplit], choices(store));
    t.deepEqual(readFileSync(join(store, `buildid/${buildId}/debuginfo`)), readFileSync(unsplit));
    const both = temporaryFolder();
    await publish([unsplit, `${path}.debug`], choices(both));
    t.deepEqual(readFileSync(join(both, `buildid/${buildId}/debuginfo`)), readFileSync(`${path}.debug`));
    await t.throwsAsync(publish([folder, unsplit], choices(temporaryFolder())), {
      instanceOf: UserError,
      message: /publish one of them/,
    });
  },
);

live(`sources go where debuginfod is asked for them; those that are gone are named${why}`, async t => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'here.c'), SOURCE);
  writeFileSync(join(folder, 'gone.c'), 'int gone(void) { return 1; }\n');
  const library = join(folder, 'mod.so');
  execFileSync(
    elfTools.gcc ?? '',
    ['-g', '-shared', '-fPIC', '-Wl,--build-id', 'here.c', 'gone.c', '-o', 'mod.so'],
    {cwd: folder},
  );
  execFileSync('rm', [join(folder, 'gone.c')]);
  const store = temporaryFolder();
  const report = await publish([library], choices(store, {withSources: true}));
  const buildId = printedByReadelf(library).buildId ?? '';
  t.is(readFileSync(join(store, `buildid/${buildId}/source${folder}/here.c`), 'utf8'), SOURCE);
  t.deepEqual(report.missingSources, [join(folder, 'gone.c')]);
});

live(`a file without a build-id, and one that is no binary, are told and not published${why}`, async t => {
  const {path} = linkElf(SOURCE, ['-shared', '-fPIC', '-Wl,--build-id=none']);
  const text = join(temporaryFolder(), 'notes.txt');
  writeFileSync(text, 'notes');
  const {items, skipped} = await publish([path, text], choices(temporaryFolder()));
  t.deepEqual(items, []);
  t.deepEqual(
    skipped.map(({input}) => input),
    [path, text],
  );
  t.regex(skipped[0]?.why ?? '', /no build-id/);
});

const pdbTest = missingTools.length === 0 ? test : test.skip;
const noPdb = missingTools.length === 0 ? '' : ` (skipped: no ${missingTools.join(', ')})`;

pdbTest(`a PDB is published under the name that its module asks for${noPdb}`, async t => {
  const {dll, pdb} = linkPdb([
    {name: 'a.c', text: '__declspec(dllexport) int a(void) { return 1; }', options: ['-O0']},
  ]);
  const renamed = join(temporaryFolder(), 'renamed.pdb');
  copyFileSync(pdb, renamed);
  const store = temporaryFolder();
  await publish([renamed, dll], choices(store));
  t.true(existsSync(join(store, 'module.pdb')));
  t.false(existsSync(join(store, 'renamed.pdb')));
});

pdbTest(`a store of one tier is not turned into one of two${noPdb}`, async t => {
  const {pdb} = linkPdb([
    {name: 'b.c', text: '__declspec(dllexport) int b(void) { return 1; }', options: ['-O0']},
  ]);
  const store = temporaryFolder();
  await publish([pdb], choices(store));
  const before = snapshot(store);
  await t.throwsAsync(publish([pdb], choices(store, {isTwoTier: true})), {
    instanceOf: UserError,
    message: /store of one tier/,
  });
  t.deepEqual(snapshot(store), before);
});

const cabextract = toolNamed('cabextract');
const cab = missingTools.length === 0 && cabextract !== null ? test : test.skip;
cab(
  `the same compressed file is there already the second time${noPdb || (cabextract ? '' : ' (skipped: no cabextract)')}`,
  async t => {
    const {pdb} = linkPdb([
      {name: 'c.c', text: '__declspec(dllexport) int c(void) { return 1; }', options: ['-O0']},
    ]);
    const store = temporaryFolder();
    const {items} = await publish([pdb], choices(store, {isCompressed: true}));
    const [place] = items[0]?.places ?? [];
    t.regex(place?.path ?? '', /\/module\.pd_$/);
    execFileSync(cabextract ?? '', ['-q', '-t', join(store, place?.path ?? '')]);
    const before = snapshot(store);
    await publish([pdb], choices(store, {isCompressed: true}));
    t.deepEqual(snapshot(store), before);
  },
);
