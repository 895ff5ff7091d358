import {lstatSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {dirname} from 'node:path/posix';
import {fileURLToPath} from 'node:url';
import {OWN_FILES} from '../../../debugging/launch/model.ts';
import {type ChangeFiles, OWN_FOLDER} from '../../change-files.ts';
import {packageFolder} from '../../package-folder.ts';

/** A file in `.pyxdbg` that is ours alone: written anew whenever it should say something else. */
export interface OwnFile {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

/** The walker that gdb and lldb load, as files of the project. */
export function walkerFiles(): readonly OwnFile[] {
  const folder = fileURLToPath(new URL('templates/runtime/walker/', packageFolder()));
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile() && !entry.name.endsWith('.pyc'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => ({
      path: `${OWN_FILES.walker}/${path.slice(folder.length).replaceAll('\\', '/')}`,
      text: readFileSync(path, 'utf8'),
    }));
}

/** A file of `templates/runtime/`. */
export function runtimeTemplate(name: string): string {
  return readFileSync(new URL(`templates/runtime/${name}`, packageFolder()), 'utf8');
}

/** Those that are not there, or say something else. */
export function changedOwnFiles(files: ChangeFiles, wanted: readonly OwnFile[]): readonly OwnFile[] {
  return wanted.filter(({path, text}) => {
    const bytes = files.read(path);
    return bytes === null || Buffer.from(bytes).toString('utf8') !== text;
  });
}

/** Writes files, and the folders that they need. */
export function writeOwnFiles(files: ChangeFiles, changed: readonly OwnFile[]): void {
  for (const {path, text} of changed) {
    const above: string[] = [];
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) above.unshift(folder);
    for (const folder of above) files.makeFolder(folder);
    files.replace(path, Buffer.from(text));
  }
}

/** Those of the files and folders of ours that are there. */
export function ownFilesThere(root: string, paths: readonly string[]): readonly string[] {
  return paths.filter(path => lstatSync(join(root, path), {throwIfNoEntry: false}));
}

/** Removes files and folders of ours, by their paths in the project. Of a link nothing is removed but the link. */
export function removeOwnFiles(root: string, files: ChangeFiles, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(root, path), {recursive: true, force: true});
  // A build has it, too.
  const left = files.hasFolder(OWN_FOLDER) ? readdirSync(join(root, OWN_FOLDER)) : [];
  if (left.length === 1 && left[0] === '.gitignore') files.remove(`${OWN_FOLDER}/.gitignore`);
  files.removeFolder(OWN_FOLDER);
}
