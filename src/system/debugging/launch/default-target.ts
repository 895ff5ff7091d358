import {join} from 'node:path';
import {variable} from '../../../debugging/launch/expressions.ts';
import type {LaunchTarget} from '../../../debugging/launch/model.ts';
import {localFiles} from '../../files.ts';

/** Names of scripts that are there to be started. */
const SCRIPTS = ['app.py', 'main.py', 'start.py', 'example.py', 'demo.py', 'run.py'];

/** Where tests are by custom, those that pytest collects. */
const TEST_FOLDERS = ['tests', 'test'];

/**
 * What a project starts, as its files tell: its tests, else a script with a name that says so, else the file that is
 * open in the editor.
 */
export function defaultTarget(root: string): LaunchTarget {
  const tests = TEST_FOLDERS.find(folder =>
    localFiles.entryNames(join(root, folder)).some(name => /^test_.*\.py$|_test\.py$/.test(name)),
  );
  if (tests !== undefined) return pytest([tests]);
  const script = SCRIPTS.find(name => localFiles.status(join(root, name))?.kind === 'file');
  return {kind: 'script', path: script ?? variable('file'), args: []};
}

/** Tests in the process that is debugged, and none of them hidden by a stop that takes long. */
export function pytest(args: readonly string[]): LaunchTarget {
  return {kind: 'module', name: 'pytest', args};
}
