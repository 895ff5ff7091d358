import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {fetchSourcePackage, packageOf} from '../../../src/system/python-build/apt-source.ts';
import {programsOf} from '../../../src/system/python-build/run-program.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const isDebian = ['apt-get', 'dpkg-query', 'dpkg-source'].every(name => toolNamed(name) !== null);
// One at a time: each has the machine's apt configuration for itself, by APT_CONFIG.
const withApt = isDebian ? test.serial : test.skip;

/** The files of a source package without upstream tarball (format 1.0), made by dpkg-source. */
function writePackage(archive: string, version: string): string {
  const folder = join(temporaryFolder(), `python9.9-${version}`);
  const files = {
    'Include/patchlevel.h':
      '#define PY_MAJOR_VERSION 9\n#define PY_MINOR_VERSION 9\n#define PY_MICRO_VERSION 1\n',
    configure: '#!/bin/sh\n',
    'debian/changelog': `python9.9 (${version}) unstable; urgency=low\n\n  * Made for a test.\n\n -- A <a@example.org>  Mon, 01 Jan 2024 00:00:00 +0000\n`,
    'debian/control':
      'Source: python9.9\nMaintainer: A <a@example.org>\nStandards-Version: 4.6.2\n\nPackage: python9.9\nArchitecture: any\nDescription: x\n',
    'debian/source/format': '1.0\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  execFileSync('dpkg-source', ['-sn', '-b', folder], {cwd: archive, stdio: 'pipe'});
  return `python9.9_${version}`;
}

/** A paragraph of a `Sources` index (Debian's "Repository Format"): the .dsc with its own fields and checksums. */
function sourcesEntry(archive: string, stem: string): string {
  const dsc = readFileSync(join(archive, `${stem}.dsc`));
  const [, version = ''] = /^Version: (.*)$/m.exec(dsc.toString()) ?? [];
  const files = [`${stem}.dsc`, `${stem}.tar.gz`].map(name => {
    const bytes = readFileSync(join(archive, name));
    return ` ${createHash('sha256').update(bytes).digest('hex')} ${bytes.length} ${name}`;
  });
  return `Package: python9.9\nBinary: python9.9\nVersion: ${version}\nArchitecture: any\nFormat: 1.0\nDirectory: .\nChecksums-Sha256:\n${files.join('\n')}\n`;
}

/** An archive in a folder, and a machine whose only source it is. Returns the environment of that machine. */
function machineWith(versions: readonly string[]): {readonly archive: string; readonly config: string} {
  const archive = temporaryFolder();
  const stems = versions.map(version => writePackage(archive, version));
  writeFileSync(join(archive, 'Sources'), stems.map(stem => sourcesEntry(archive, stem)).join('\n'));
  writeFileSync(join(archive, 'Packages'), '');
  const system = temporaryFolder();
  mkdirSync(join(system, 'sources.list.d'));
  writeFileSync(join(system, 'sources.list'), '');
  writeFileSync(
    join(system, 'sources.list.d', 'own.sources'),
    `Types: deb\nURIs: file:${archive}\nSuites: ./\nTrusted: yes\n`,
  );
  const config = join(system, 'apt.conf');
  writeFileSync(
    config,
    `Dir::Etc::sourcelist "${system}/sources.list";\nDir::Etc::sourceparts "${system}/sources.list.d";\n`,
  );
  return {archive, config};
}

async function fetched(config: string, version: string, closest = false) {
  process.env['APT_CONFIG'] = config;
  const to = temporaryFolder();
  const programs = programsOf({
    logFile: join(to, 'log'),
    isLive: false,
    signal: new AbortController().signal,
  });
  try {
    return await fetchSourcePackage({source: 'python9.9', version}, {to, closest}, programs);
  } finally {
    await programs.close();
    delete process.env['APT_CONFIG'];
  }
}

withApt("the source of the installed version comes from the machine's own sources", async t => {
  const {config} = machineWith(['9.9.1-2', '9.9.1-3']);
  const {version, taken, folder} = await fetched(config, '9.9.1-2');
  t.deepEqual(version, [9, 9, 1]);
  t.is(taken.version, '9.9.1-2');
  t.regex(readFileSync(join(folder, 'debian', 'changelog'), 'utf8'), /9\.9\.1-2/);
});

withApt('another version is taken only where that is asked for, and both are named', async t => {
  const {config} = machineWith(['9.9.1-2']);
  await t.throwsAsync(fetched(config, '9.9.1-2+sec1'), {
    instanceOf: UserError,
    message:
      'source package python9.9: apt has no source of 9.9.1-2+sec1, which is installed, but of 9.9.1-2; --closest takes 9.9.1-2 in place of 9.9.1-2+sec1',
  });
  t.is((await fetched(config, '9.9.1-2+sec1', true)).taken.version, '9.9.1-2');
});

withApt('files that the lists name and the archive lacks are named', async t => {
  const {archive, config} = machineWith(['9.9.1-2', '9.9.1-3']);
  rmSync(join(archive, 'python9.9_9.9.1-3.tar.gz'));
  await t.throwsAsync(fetched(config, '9.9.1-3'), {
    instanceOf: UserError,
    message:
      /the archive lacks python9\.9_9\.9\.1-3\.tar\.gz; --closest takes 9\.9\.1-2 in place of 9\.9\.1-3/,
  });
  t.is((await fetched(config, '9.9.1-3', true)).taken.version, '9.9.1-2');
});

withApt('a machine without sources is told so', async t => {
  const {config} = machineWith([]);
  writeFileSync(join(config, '..', 'sources.list.d', 'own.sources'), '');
  await t.throwsAsync(fetched(config, '9.9.1-2'), {instanceOf: UserError, message: /apt has no sources/});
});

const isPackaged = isDebian && existsSync('/usr/bin/python3');

(isPackaged ? test.serial : test.skip)(
  'the package of an interpreter is the one that dpkg knows',
  async t => {
    const programs = programsOf({
      logFile: join(temporaryFolder(), 'log'),
      isLive: false,
      signal: new AbortController().signal,
    });
    const path = realpathSync('/usr/bin/python3');
    const {source, version} = await packageOf(path, programs);
    // The upstream part of the version is what the interpreter says of itself.
    const own = execFileSync(path, ['-c', 'import platform; print(platform.python_version())'], {
      encoding: 'utf8',
    });
    t.true(version.startsWith(own.trim()), version);
    t.is(source, path.slice(path.lastIndexOf('/') + 1));
    await t.throwsAsync(packageOf(process.execPath, programs), {
      instanceOf: UserError,
      message: /comes from no package of this system/,
    });
    await programs.close();
  },
);
