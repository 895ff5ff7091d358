/**
 * Runs every flavour of the probe module in every Windows Python that scripts/windows-pythons.ts has made, asks
 * check-abi about the same files, and prints both as a Markdown table. Ends with status 1 where they disagree.
 *
 *   node scripts/windows-evidence.ts [VERSION...]
 */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {flavours} from '../test/compare/windows/flavours.ts';
import {behavesWell, isImported, type Observation, observe} from '../test/compare/windows/observe.ts';
import {madeVersions, windowsVersions} from '../test/compare/windows/wine.ts';
import {checkAbi, rulesOf} from '../test/e2e/check-abi.ts';

const cache = fileURLToPath(new URL('../.cache/windows', import.meta.url));
const asked = process.argv.slice(2);
const versions = madeVersions(cache, asked.length > 0 ? asked : windowsVersions);
const scratch = await mkdtemp(join(tmpdir(), 'pyxdbg-windows-'));
const cells = new Map<string, string>();
const pythons: string[] = [];
let disagreements = 0;

const describe = ({behaviour}: Observation): string =>
  behavesWell(behaviour) ? 'works' : isImported(behaviour) ? 'probes fail' : 'no import';

try {
  for (const version of versions) {
    const start = performance.now();
    const observations = await observe(cache, version, scratch);
    const {artefacts} = await checkAbi('--python', version, ...observations.map(({path}) => path));
    for (const observation of observations) {
      const binaries = artefacts
        .filter(({path}) => path === observation.path)
        .flatMap(artefact => artefact.binaries);
      const errors = rulesOf(binaries, 'error');
      const agrees = behavesWell(observation.behaviour) === (errors.length === 0);
      disagreements += agrees ? 0 : 1;
      const verdict = errors.length > 0 ? errors.join(', ') : 'ok';
      cells.set(
        `${observation.flavour.name} ${version}`,
        `${describe(observation)}: ${verdict}${agrees ? '' : ' (!)'}`,
      );
    }
    pythons.push(observations.map(({behaviour}) => behaviour.python).find(Boolean) ?? version);
    process.stderr.write(`${version}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
} finally {
  await rm(scratch, {recursive: true, force: true});
}

const row = (columns: readonly string[]): string => `| ${columns.join(' | ')} |\n`;
process.stdout.write(row(['module', ...pythons]) + row(['---', ...pythons.map(() => '---')]));
for (const {name, what} of flavours) {
  process.stdout.write(
    row([`${name}: ${what}`, ...versions.map(version => cells.get(`${name} ${version}`) ?? '')]),
  );
}
process.stdout.write(`\n${cells.size} modules, ${disagreements} disagreements.\n`);
process.exitCode = disagreements > 0 ? 1 : 0;
