import {mkdtemp, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import type {CorpusArtefact} from './manifest.ts';
import {problemOf} from './verify.ts';

/**
 * What easy_install did, the only client that still lists eggs and bdist_wininst installers; setuptools gave it up in
 * version 80.
 */
const EASY_INSTALL = `
import sys, warnings
warnings.simplefilter("ignore")
import pkg_resources
from setuptools.package_index import PackageIndex
requirement, platform, python, wanted, folder = sys.argv[1:]
index = PackageIndex(platform=platform, python=python)
parsed = pkg_resources.Requirement.parse(requirement)
index.find_packages(parsed)
for candidate in index[parsed.key]:
    if candidate.location.partition("#")[0].rpartition("/")[2] == wanted:
        index.download(candidate.location, folder)
        break
else:
    sys.exit("the package index does not list " + wanted)
`;

/** No artefact takes longer, in milliseconds: the largest has 500 MB. */
const TIMEOUT_MS = 1_800_000;

/**
 * Fetches one artefact with its ordinary client into `folder`, where it appears only when its size and sha256 are
 * right. `eggPython`: an interpreter whose setuptools is older than 80. Throws an Error that says what went wrong.
 */
export async function fetchArtefact(
  artefact: CorpusArtefact,
  folder: string,
  eggPython: string,
): Promise<void> {
  const scratch = await mkdtemp(join(folder, '.fetch-'));
  try {
    const [program, ...words] = commandOf(artefact, scratch, eggPython);
    const {exitCode, all, shortMessage} = await execa(program, words, {
      reject: false,
      all: true,
      stdin: 'ignore',
      timeout: TIMEOUT_MS,
    });
    if (!(await readdir(scratch)).includes(artefact.file)) {
      const said = all.trim().split('\n').slice(-2).join(' ');
      throw new Error(`${artefact.file}: ${exitCode === 0 ? 'another file came' : shortMessage}: ${said}`);
    }
    const got = join(scratch, artefact.file);
    const problem = await problemOf(artefact, got);
    if (problem !== null) throw new Error(`${artefact.file}: fetched, but ${problem}`);
    await rename(got, join(folder, artefact.file));
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

/** The command line of a manifest, with the client at its front replaced by the one to run here; no shell sees it. */
function commandOf(
  {how, cmd, file}: CorpusArtefact,
  folder: string,
  eggPython: string,
): [string, ...string[]] {
  const words = cmd
    .split(' ')
    .slice(1)
    .map(word => word.replace('DEST', folder));
  switch (how) {
    case 'pip':
      return ['python3', '-m', 'pip', '--quiet', '--disable-pip-version-check', ...words];
    case 'mvn':
      return ['mvn', '--quiet', ...words];
    case 'easy_install':
      return [eggPython, '-c', EASY_INSTALL, ...words, file, folder];
  }
}
