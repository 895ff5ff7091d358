/**
 * Holds check-abi against a labelled corpus: `node scripts/score.ts MANIFEST FOLDER [--binaries]`. A bad artefact must
 * show each labelled rule as an error, every other one must show no error. Prints the score per artefact and per
 * binary and every disagreement; exit status 1 where an artefact is not right.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {readManifest} from './corpus/manifest.ts';
import {runCheckAbi, scoreLines, scoreReports} from './corpus/score.ts';

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {binaries: {type: 'boolean', default: false}},
});
const [manifest, folder] = positionals;
if (!manifest || !folder) throw new Error('usage: score.ts MANIFEST FOLDER [--binaries]');

const labelled = readManifest(manifest);
const there = labelled.filter(({file}) => existsSync(join(folder, file)));
const reports = await runCheckAbi(
  folder,
  there.map(({file}) => file),
);
const score = scoreReports(there, folder, reports);
for (const line of score.disagreements) console.log(line);
if (values.binaries) for (const line of score.binaryDisagreements) console.log(`  ${line}`);
for (const line of scoreLines(score, labelled.length - there.length)) console.log(line);
process.exitCode = score.artefacts.right === there.length ? 0 : 1;
