import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import test from 'ava';
import {changeOf} from '../../../src/project/edits/journal.ts';
import {localChangeFiles} from '../../../src/system/change-files.ts';
import {readJournal, recover, transact} from '../../../src/system/journal.ts';
import {writeTree} from '../../builders/tree.ts';
import {seededRandom} from '../../fuzz/random.ts';
import {restlessEdits, restlessTree} from './restless-project.ts';
import {treeDigests} from './tree-digests.ts';

const KILLS = 200;
/** About what setting up and taking back lasts, many times over. */
const LONGEST_LIFE_MS = 60;

const seed = Number(process.env['PYXDBG_SEED'] ?? Date.now() % 2 ** 31);
const random = seededRandom(seed);

test(`a run that is killed at any moment leaves old files or new ones (${KILLS} kills, PYXDBG_SEED=${seed})`, async t => {
  t.timeout(240_000);
  const folder = writeTree(restlessTree);
  chmodSync(join(folder, 'setup.py'), 0o751);
  const files = localChangeFiles(folder);
  const old = treeDigests(folder);
  await transact(files, {action: 'insert', steps: restlessEdits(files.read).map(changeOf)});
  const written = own(treeDigests(folder));
  const seen = {old: 0, written: 0, between: 0, unfinished: 0};

  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'restless.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout ?? child, 'data');
    await setTimeout(random.below(LONGEST_LIFE_MS));
    await end(child);

    const found = own(treeDigests(folder));
    for (const [path, digest] of Object.entries(found)) {
      t.true([old[path], written[path]].includes(digest), `kill ${kill}: ${path} is neither old nor new`);
    }
    for (const path of Object.keys(old)) t.true(path in found, `kill ${kill}: ${path} is lost`);
    t.is(statSync(join(folder, 'setup.py')).mode & 0o777, 0o751);
    const isOld = same(found, old);
    const isNew = same(found, written);
    seen[isOld ? 'old' : isNew ? 'written' : 'between'] += 1;
    if (readJournal(files).pending) seen.unfinished += 1;

    // Every third one is finished here, the others by the next child, which may be killed in the middle of that.
    if (kill % 3 !== 0) continue;
    t.deepEqual((await recover(files)) ?? [], []);
    const after = own(treeDigests(folder));
    t.true(same(after, old) || same(after, written), `kill ${kill}: finished halfway`);
    t.is(readJournal(files).changes.length > 0, same(after, written));
  }
  t.log(`killed with all files old ${seen.old}, all new ${seen.written}, between ${seen.between}`);
  // Else the moments were not random, and the test shows nothing.
  t.true(seen.between > KILLS / 20 && seen.unfinished > KILLS / 10, JSON.stringify(seen));
});

/** Without pyxdbg's own folder. */
function own(digests: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(digests).filter(([path]) => !/^\.pyxdbg(?:$|[\\/])/.test(path)));
}

function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const lines = (digests: Readonly<Record<string, string>>): string =>
    Object.entries(digests)
      .map(pair => pair.join(' '))
      .sort()
      .join('\n');
  return lines(one) === lines(other);
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
