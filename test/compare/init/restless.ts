/** Sets a project up and takes it back, again and again, until it is killed: restless.ts FOLDER. */
import {pathToFileURL} from 'node:url';
import {changeOf, planUndo} from '../../../src/project/edits/journal.ts';
import {localChangeFiles} from '../../../src/system/change-files.ts';
import {readJournal, recover, transact} from '../../../src/system/journal.ts';
import {restlessEdits} from './restless-project.ts';

const [, script = '', folder = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  const files = localChangeFiles(folder);
  process.stdout.write('ready\n');
  for (;;) {
    await recover(files);
    const journal = readJournal(files);
    if (journal.changes.length === 0) {
      await transact(files, {action: 'insert', steps: restlessEdits(files.read).map(changeOf)});
    } else {
      await transact(files, {action: 'remove', steps: planUndo(journal, files.read).steps});
    }
  }
}
