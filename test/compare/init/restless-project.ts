import {type FileEdit, insertText, startEdit} from '../../../src/project/edits/file-edit.ts';
import type {Tree} from '../../builders/tree.ts';

/** Files of every kind that init edits. */
export const restlessTree: Tree = {
  'setup.py': Buffer.from(
    '#!/usr/bin/env python\r\n# -*- coding: latin-1 -*-\r\nname = "caf\xe9"\r\n',
    'latin1',
  ),
  'pyproject.toml': '[build-system]\nrequires = ["setuptools"]',
  'ci/real.yml': `stages: [build]\n${'# long\n'.repeat(20_000)}`,
  '.gitlab-ci.yml': {linkTo: 'ci/real.yml'},
};

/** What a run of init inserts: at the beginning, in the middle, at the end, and whole files in new folders. */
export function restlessEdits(read: (path: string) => Uint8Array | null): readonly FileEdit[] {
  const start = (path: string): FileEdit => startEdit(path, read(path));
  const setup = start('setup.py');
  const toml = start('pyproject.toml');
  return [
    insertText(insertText(setup, setup.after.length, 'end\r\n'), 23, '# >>> pyxdbg >>>\r\n'),
    insertText(toml, toml.after.length, '\n\n[tool.pyxdbg]\n'),
    insertText(start('.gitlab-ci.yml'), 0, '# first\n'),
    insertText(startEdit('.github/workflows/pyxdbg.yml', null), 0, 'on: push\n'.repeat(5000)),
    insertText(startEdit('.gitignore', null), 0, '.pyxdbg/\n'),
  ];
}
