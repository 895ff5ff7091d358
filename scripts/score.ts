/**
 * Holds check-abi against a labelled corpus: `node scripts/score.ts MANIFEST FOLDER [--binaries]`. A bad artefact must
 * show each labelled rule as an error, every other one must show no error. Prints the score per artefact and per
 * binary and every disagreement; exit status 1 where there is one.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {execa} from 'execa';

interface Labelled {
  readonly file: string;
  readonly verdict: 'ok' | 'warn' | 'bad';
  readonly rules: readonly string[];
  readonly binaries?: readonly {
    readonly path: string;
    readonly verdict: string;
    readonly findings?: readonly {rule: string}[];
  }[];
}

interface Reported {
  readonly path: string;
  readonly error?: string;
  readonly binaries: readonly {
    readonly path: string;
    readonly verdict: string;
    readonly findings: readonly {rule: string; severity: string; message: string}[];
  }[];
}

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {binaries: {type: 'boolean', default: false}},
});
const [manifest, folder] = positionals;
if (!manifest || !folder) throw new Error('usage: score.ts MANIFEST FOLDER [--binaries]');

const labelled = (JSON.parse(readFileSync(manifest, 'utf8')) as {artefacts: Labelled[]}).artefacts;
const there = labelled.filter(({file}) => existsSync(join(folder, file)));
const cli = fileURLToPath(new URL('../bin/run.cjs', import.meta.url));
const {stdout} = await execa(
  process.execPath,
  [cli, 'check-abi', '--json', ...there.map(({file}) => join(folder, file))],
  {
    reject: false,
    maxBuffer: 1_000_000_000,
  },
);
const reports = new Map(
  (JSON.parse(stdout) as {artefacts: Reported[]}).artefacts.map(one => [one.path, one]),
);

let rightArtefacts = 0;
let rightBinaries = 0;
let allBinaries = 0;
for (const label of there) {
  const report = reports.get(join(folder, label.file));
  const errors = (report?.binaries ?? []).flatMap(binary =>
    binary.findings
      .filter(({severity}) => severity === 'error')
      .map(finding => ({binary: binary.path, ...finding})),
  );
  const missed = label.rules.filter(rule => !errors.some(error => error.rule === rule));
  const wrong = label.verdict === 'bad' ? [] : errors;
  if (report && !report.error && missed.length === 0 && wrong.length === 0) rightArtefacts += 1;
  else {
    console.log(`${label.file} (${label.verdict})${report?.error ? `: ${report.error}` : ''}`);
    for (const rule of missed) console.log(`  missed ${rule}`);
    for (const {binary, rule, message} of wrong.slice(0, 12))
      console.log(`  wrong ${rule} on ${binary}: ${message}`);
    if (wrong.length > 12) console.log(`  ... ${wrong.length - 12} more`);
  }
  for (const binary of label.binaries ?? []) {
    allBinaries += 1;
    const found = report?.binaries.find(({path}) => path === binary.path);
    const isBad = binary.verdict === 'bad';
    if (found && (found.verdict === 'error') === isBad) rightBinaries += 1;
    else if (values.binaries) {
      const rules = found?.findings
        .filter(({severity}) => severity === 'error')
        .map(({rule, message}) => `${rule}: ${message}`);
      console.log(
        `  ${label.file} ${binary.path}: labelled ${binary.verdict}, found ${found?.verdict ?? 'nothing'} ${rules?.join('; ') ?? ''}`,
      );
    }
  }
}
console.log(
  `artefacts ${rightArtefacts} of ${there.length}${there.length < labelled.length ? ` (${labelled.length - there.length} not at hand)` : ''}`,
);
console.log(`binaries ${rightBinaries} of ${allBinaries}`);
process.exitCode = rightArtefacts === there.length ? 0 : 1;
