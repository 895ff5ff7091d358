import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {type AptSourcesFile, debSources} from '../../src/interpreter-build/apt-sources.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const withApt = toolNamed('apt-get') ? test : test.skip;

/** What apt itself makes of sources: site, suite and component of every index of packages, or of sources. */
function indexes(files: readonly AptSourcesFile[], kind: 'Packages' | 'Sources'): readonly string[] {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'parts'));
  for (const {name, text} of files) writeFileSync(join(folder, 'parts', name), text);
  const output = execFileSync(
    'apt-get',
    [
      ...['-o', 'Dir::Etc::sourcelist=/dev/null', '-o', `Dir::Etc::sourceparts=${join(folder, 'parts')}`],
      ...['-o', 'APT::Architecture=amd64', '-o', 'APT::Architectures=amd64'],
      ...[
        'indextargets',
        '--no-release-info',
        '--format',
        '$(SITE) $(RELEASE) $(COMPONENT) $(SIGNED_BY)',
        `Created-By: ${kind}`,
      ],
    ],
    {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']},
  );
  return [...new Set(output.split('\n').filter(Boolean))].sort();
}

const LIST = `# the system
deb http://mirror.example/debian bookworm main contrib # comment
deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] https://security.example/debian-security bookworm-security main
#deb http://off.example/debian bookworm main
   deb [ trusted=yes ] http://flat.example/repo ./
`;
const DEB822 = `Types: deb
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm bookworm-updates
Components: main
# a comment between fields
Signed-By: /usr/share/keyrings/x.gpg

Types: deb deb-src
URIs: http://both.example/debian
Suites: bookworm
Components: main
Architectures: amd64

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

for (const [format, file] of [
  ['one line each', {name: 'x.list', text: LIST}],
  ['deb822', {name: 'x.sources', text: DEB822}],
] as const) {
  withApt(`apt looks for sources where it looks for packages, and nowhere else (${format})`, t => {
    const packages = indexes([file], 'Packages');
    t.true(packages.length >= 4);
    t.deepEqual(indexes(debSources([file]), 'Sources'), packages);
    t.deepEqual(indexes(debSources([file]), 'Packages'), []);
  });
}

test('a key that stands in the sources stays whole', t => {
  const key = ' -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBFit\n -----END PGP PUBLIC KEY BLOCK-----';
  const text = `Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\nSigned-By:\n${key}\n`;
  const [file] = debSources([{name: 'x.sources', text}]);
  t.is(file?.text, text.replace('Types: deb\n', 'Types: deb-src\n'));
});

test('files without an entry give none', t => {
  t.deepEqual(debSources([{name: 'main.list', text: '# nothing\n'}]), []);
});
