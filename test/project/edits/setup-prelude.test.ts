import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {removeSpans, startEdit} from '../../../src/project/edits/file-edit.ts';
import {blockFor, insertBlock} from '../../../src/project/edits/setup-prelude.ts';
import {toolNamed} from '../../builders/tools.ts';
import {writeTree} from '../../builders/tree.ts';
import {root} from '../../e2e/program.ts';

const BLOCK = '# >>> pyxdbg >>>\nprint("first")\n# <<< pyxdbg <<<\n';
const python = toolNamed('python3');

/** Each prints what it prints when it is run as it is. */
const scripts: Readonly<Record<string, Buffer>> = {
  'nothing but code': Buffer.from('import sys\nprint("rest")\n'),
  'a shebang and a cookie': Buffer.from(
    '#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\nprint(ascii("\xe9"))\n',
    'latin1',
  ),
  'a docstring': Buffer.from('"""Doc."""\nprint(__doc__)\n'),
  'a docstring of several lines, then future imports': Buffer.from(
    "'''Doc\n\nof lines.'''\n# why\nfrom __future__ import annotations\nfrom __future__ import (\n    division,\n)\nprint(__doc__, annotations.mandatory)\n",
  ),
  'a docstring in two pieces': Buffer.from('("a"\n "b")\nprint(__doc__)\n'),
  'statements behind semicolons': Buffer.from(
    '"""Doc."""; from __future__ import division; print("x")\nprint(__doc__)\n',
  ),
  'lines that go on': Buffer.from('from __future__ import \\\n    division\nprint(division.optional)\n'),
  'Windows line endings': Buffer.from('"""Doc\r\n."""\r\nprint(repr(__doc__))\r\n'),
  'a byte order mark': Buffer.from('\ufeffprint("\u00e9" == chr(233))\n'),
  'no final newline': Buffer.from('"""Doc."""'),
  'nothing at all': Buffer.from(''),
  'comments only': Buffer.from('# one\n# two\n'),
};

for (const [title, before] of Object.entries(scripts)) {
  if (python === null) {
    test.skip(`the block runs first in a script with ${title} (no python3 here)`, () => undefined);
    continue;
  }
  test(`the block runs first in a script with ${title}`, t => {
    const folder = writeTree({'setup.py': before});
    const file = join(folder, 'setup.py');
    const run = (): string => execFileSync(python, [file], {encoding: 'utf8'});
    const expected = run();
    // What it answers is held against what Python does with the result.
    const answer: unknown = JSON.parse(
      execFileSync(python, ['-S', join(root, 'templates/runtime/setup-place.py'), file], {
        input: blockFor(before, BLOCK),
        encoding: 'utf8',
      }),
    );
    const {offset = -1} = answer as {offset?: number};
    const edit = insertBlock(startEdit('setup.py', before), offset, BLOCK);
    writeTree({'setup.py': edit.after}, folder);
    // The statement that shares its line with the future import runs before it.
    t.deepEqual(run().split('\n').sort(), `first\n${expected}`.split('\n').sort());
    if (!title.includes('semicolons')) t.true(run().startsWith('first\n'));
    t.deepEqual(Buffer.from(removeSpans(edit.after, edit.spans)), before);
    const text = readFileSync(file, 'latin1');
    if (title.startsWith('Windows')) t.notRegex(text, /[^\r]\n/);
    else t.notRegex(text, /\r/);
  });
}
