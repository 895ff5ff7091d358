import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {toolNamed} from '../../builders/tools.ts';

const python = toolNamed('python3');
const title = "C's frames and Python's are merged in their true order";

if (python === null) test.skip(`${title} (skipped: no python3)`, () => {});
else
  test(title, t => {
    const file = fileURLToPath(new URL('test_merge.py', import.meta.url));
    const {status, stderr} = spawnSync(python, [file], {encoding: 'utf8'});
    t.is(status, 0, stderr);
    t.regex(stderr, /^Ran [1-9]\d* tests/m);
  });
