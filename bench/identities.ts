/**
 * What `pyxdbg symbols` does before it looks anything up: identifies every binary of the targets it is given, and prints
 * how many there were. `symbols-identity.ts` bundles it first, so that it starts as the CLI does.
 */
import {subjectsOf} from '../src/system/symbol-targets.ts';

const tally = {targets: 0, binaries: 0, identities: 0, own: 0, versions: 0, notes: 0};

async function run(): Promise<void> {
  for (const target of process.argv.slice(2)) {
    const {subjects, notes} = await subjectsOf(target);
    tally.targets += 1;
    tally.binaries += subjects.length;
    tally.identities += subjects.filter(({identity}) => identity !== null).length;
    tally.own += subjects.filter(({own}) => own?.dwarf).length;
    tally.versions += subjects.filter(({pythonVersion}) => pythonVersion !== null).length;
    tally.notes += notes.length;
  }
  process.stdout.write(`${JSON.stringify(tally)}\n`);
}

// CommonJS, as the command is bundled, has no await here.
void run();
