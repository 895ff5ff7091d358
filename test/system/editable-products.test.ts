import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {editableProducts} from '../../src/system/editable-products.ts';
import {temporaryFolder} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';

/** An environment as pip leaves it: PEP 376's RECORD and PEP 610's direct_url.json. */
const environment = (url: string): string =>
  writeTree({
    'pyvenv.cfg': 'home = /usr/bin\n',
    'lib/python3.12/site-packages/jiter/_jiter.so': '',
    'bin/jiter': '#!/usr/bin/python3',
    'lib/python3.12/site-packages/other.so': '',
    'lib/python3.12/site-packages/jiter-1.0.dist-info/RECORD':
      'jiter/_jiter.so,sha256=x,1\njiter/gone.so,sha256=x,1\njiter/__init__.py,,\n../../../bin/jiter,,\njiter-1.0.dist-info/RECORD,,\n',
    'lib/python3.12/site-packages/jiter-1.0.dist-info/direct_url.json': JSON.stringify({
      dir_info: {editable: true},
      url,
    }),
  });

test("what the project's own editable install recorded is found, also where the path has blanks", t => {
  const project = writeTree({'a prøject/setup.py': ''});
  const folder = join(project, 'a prøject');
  const prefix = environment(pathToFileURL(folder).href);
  t.deepEqual(editableProducts(folder, prefix), [
    join(prefix, 'lib/python3.12/site-packages/jiter/_jiter.so'),
  ]);
});

test('what comes from elsewhere is none of it', t => {
  for (const url of [pathToFileURL(temporaryFolder()).href, 'https://example.com/jiter.whl', 'nonsense']) {
    t.deepEqual(editableProducts(temporaryFolder(), environment(url)), []);
  }
});
