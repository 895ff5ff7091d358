import {existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {UserError} from '../../errors.ts';
import {type AptSourcesFile, debSources} from '../../interpreter-build/apt-sources.ts';
import {choosePackage, type DebianPackage, missingFiles} from '../../interpreter-build/debian-package.ts';
import {hasProgram} from './at-hand.ts';
import type {Programs} from './run-program.ts';
import {lastLine} from './run-python.ts';
import {type FoundSource, requireCpythonSource} from './source-folder.ts';

/** Who puts which of them on a Debian system. */
const NEEDED = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'dpkg-query': 'dpkg',
  'dpkg-source': 'dpkg-dev',
} as const;

/** Throws a UserError where the source package of the distribution cannot be fetched at all. */
export function requireApt(where: string): void {
  for (const [program, debianPackage] of Object.entries(NEEDED)) {
    if (hasProgram(program)) continue;
    throw new UserError({
      what: `needs ${program}, which is not on PATH`,
      where,
      advice:
        debianPackage === 'dpkg-dev'
          ? 'apt-get install dpkg-dev'
          : 'this is no system of Debian packages: name a tarball, or a folder with --source',
    });
  }
}

/** The source package, with its version, that an interpreter (absolute, links resolved) was built from. */
export async function packageOf(executable: string, programs: Programs): Promise<DebianPackage> {
  const owner = await programs.run(['dpkg-query', '-S', executable]);
  const [, name] = /^([^:,\s]+)(?::\w+)?[:,]/m.exec(owner.output) ?? [];
  const format = `\${source:Package}\t\${source:Version}\n`;
  const told =
    name === undefined || owner.failed ? null : await programs.run(['dpkg-query', '-W', '-f', format, name]);
  const [, source, version] = /^(\S+)\t(\S+)$/m.exec(told?.output ?? '') ?? [];
  if (source === undefined || version === undefined) {
    throw new UserError({
      what: 'comes from no package of this system, so that apt has no source of it',
      where: executable,
      advice: 'name a Python that does with --python, or its source: a tarball, or --source DIR',
    });
  }
  return {source, version};
}

/**
 * Fetches and unpacks the source package into `to` (absolute), with the distribution's patches. apt works on lists of
 * its own below `to`, made from the machine's sources: nothing of the system changes, and no root is needed. Throws a
 * UserError that names both versions where the exact one is not to be had and `closest` was not asked for.
 */
export async function fetchSourcePackage(
  wanted: DebianPackage,
  {to, closest}: {readonly to: string; readonly closest: boolean},
  programs: Programs,
): Promise<FoundSource & {readonly taken: DebianPackage}> {
  const options = await privateApt(join(to, 'apt'), programs);
  // Its failures are judged by what it brought: one address of a third party without sources is no reason to stop.
  const update = await programs.run(['apt-get', ...options, '-q', 'update']);
  const shown = await programs.run(['apt-cache', ...options, 'showsrc', '--only-source', wanted.source]);
  const versions = [...shown.output.matchAll(/^Version: (\S+)$/gm)].map(([, version = '']) => version);
  if (versions.length === 0 && update.failed) {
    throw new UserError({
      what: `apt-get update failed: ${lastLine(update.output)}`,
      where: `source package ${wanted.source}`,
      advice: "look at the machine's apt sources and its network, or name a tarball of the source",
    });
  }
  const unpack = join(to, 'unpacked');
  let lost: readonly string[] = [];
  for (let tries = 0; tries < 2; tries++) {
    const version = choosePackage(wanted, {versions, lost, closest});
    mkdirSync(unpack, {recursive: true});
    const got = await programs.run(
      ['apt-get', ...options, '-q', 'source', '--only-source', `${wanted.source}=${version}`],
      {cwd: unpack},
    );
    if (!got.failed) {
      const found = requireCpythonSource(onlyFolder(unpack), `source package ${wanted.source}`);
      return {...found, taken: {source: wanted.source, version}};
    }
    lost = missingFiles(got.output);
    if (lost.length === 0 || version !== wanted.version) {
      throw new UserError({
        what: `apt-get source failed: ${lastLine(got.output)}`,
        where: `${wanted.source}=${version}`,
        advice: "look at the machine's apt sources and its network, or name a tarball of the source",
      });
    }
  }
  throw new Error('a version that was lost was chosen again');
}

/** Options by which apt keeps all that it writes below `folder`, with the machine's own sources as deb-src. */
async function privateApt(folder: string, programs: Programs): Promise<readonly string[]> {
  const parts = join(folder, 'sources.d');
  for (const name of ['lists/partial', 'cache/archives/partial', 'sources.d']) {
    mkdirSync(join(folder, name), {recursive: true});
  }
  const files = debSources(await ownSources(programs));
  if (files.length === 0) {
    throw new UserError({
      what: 'apt has no sources on this machine',
      where: 'deb-src',
      advice: 'name a tarball of the source, or a folder with --source',
    });
  }
  for (const {name, text} of files) writeFileSync(join(parts, name), text);
  const settings = {
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': parts,
    'Acquire::Languages': 'none',
    'APT::Get::List-Cleanup': 'false',
    // As root, apt downloads as a user of its own, who may not be able to enter our folder.
    ...(process.getuid?.() === 0 ? {'APT::Sandbox::User': 'root'} : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** The files that apt itself reads, wherever its configuration says they are. */
async function ownSources(programs: Programs): Promise<readonly AptSourcesFile[]> {
  const {output} = await programs.run([
    ...(['apt-config', 'shell', 'LIST', 'Dir::Etc::sourcelist/f'] as const),
    ...['PARTS', 'Dir::Etc::sourceparts/d'],
  ]);
  const place = (name: string): string => new RegExp(`^${name}='([^']*)'`, 'm').exec(output)?.[1] ?? '';
  const [list, folder] = [place('LIST'), place('PARTS')];
  const inFolder =
    existsSync(folder) && lstatSync(folder).isDirectory()
      ? readdirSync(folder)
          .filter(name => /^[\w.-]+\.(list|sources)$/.test(name))
          .sort()
          .map(name => ({name, path: join(folder, name)}))
      : [];
  const all = [{name: 'main.list', path: list}, ...inFolder];
  return all
    .filter(({path}) => existsSync(path) && lstatSync(path).isFile())
    .map(({name, path}) => ({name, text: readFileSync(path, 'utf8')}));
}

function onlyFolder(folder: string): string {
  const names = readdirSync(folder, {withFileTypes: true}).filter(entry => entry.isDirectory());
  return join(folder, names[0]?.name ?? '');
}
