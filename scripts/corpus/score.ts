import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {JsonReport} from '../../src/report/json-schema.ts';
import type {CorpusArtefact} from './manifest.ts';

/** What check-abi must say of an artefact; its binaries are scored too where they have labels. */
export type Labelled = Pick<CorpusArtefact, 'file' | 'verdict' | 'rules'> & {
  readonly binaries?: CorpusArtefact['binaries'];
};

type ArtefactReport = JsonReport['artefacts'][number];
type BinaryReport = ArtefactReport['binaries'][number];

/** How well check-abi and the labels agree. */
export interface Score {
  readonly artefacts: {readonly right: number; readonly of: number};
  readonly binaries: {readonly right: number; readonly of: number};
  /** One line for each artefact that is not right, and indented ones for what is missing or wrong there. */
  readonly disagreements: readonly string[];
  /** One line for each binary that is not right. */
  readonly binaryDisagreements: readonly string[];
}

/** The most errors that are listed of one artefact. */
const MAX_LISTED = 12;

/** Runs check-abi on artefacts of a folder, all in one process as a user would. */
export async function runCheckAbi(
  folder: string,
  files: readonly string[],
): Promise<readonly ArtefactReport[]> {
  const program = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url));
  const {stdout, stderr} = await execa(
    process.execPath,
    [program, 'check-abi', '--json', ...files.map(file => join(folder, file))],
    {reject: false, maxBuffer: 1_000_000_000, stdin: 'ignore'},
  );
  if (stdout === '') throw new Error(`check-abi printed no report: ${stderr}`);
  // The document that schema/check-abi.schema.json describes.
  return (JSON.parse(stdout) as JsonReport).artefacts;
}

/**
 * Holds reports against labels: a bad artefact must show each labelled rule as an error, every other one no error; a
 * binary must have an error exactly where its label is bad.
 */
export function scoreReports(
  labels: readonly Labelled[],
  folder: string,
  reports: readonly ArtefactReport[],
): Score {
  const byPath = new Map(reports.map(report => [report.path, report]));
  const disagreements: string[] = [];
  const binaryDisagreements: string[] = [];
  let rightArtefacts = 0;
  let binaries = 0;
  for (const label of labels) {
    const report = byPath.get(join(folder, label.file));
    const problems = artefactProblems(label, report);
    if (problems.length === 0) rightArtefacts += 1;
    else disagreements.push(`${label.file} (${label.verdict})`, ...problems.map(problem => `  ${problem}`));
    for (const {path, verdict} of label.binaries ?? []) {
      binaries += 1;
      const found = report?.binaries.find(binary => binary.path === path);
      if (found && (found.verdict === 'error') === (verdict === 'bad')) continue;
      const said = found ? [found.verdict, ...errorsOf(found)].join('; ') : 'nothing';
      binaryDisagreements.push(`${label.file} ${path}: labelled ${verdict}, found ${said}`);
    }
  }
  return {
    artefacts: {right: rightArtefacts, of: labels.length},
    binaries: {right: binaries - binaryDisagreements.length, of: binaries},
    disagreements,
    binaryDisagreements,
  };
}

function artefactProblems({verdict, rules}: Labelled, report: ArtefactReport | undefined): string[] {
  if (!report) return ['no report'];
  if (report.error !== undefined) return [report.error];
  const found = new Set(report.binaries.flatMap(binary => errorFindings(binary).map(({rule}) => rule)));
  const missed = rules.filter(rule => !found.has(rule)).map(rule => `missed ${rule}`);
  if (verdict === 'bad') return missed;
  const wrong = report.binaries.flatMap(binary => errorsOf(binary).map(error => `${binary.path}: ${error}`));
  const more = wrong.length > MAX_LISTED ? [`... ${wrong.length - MAX_LISTED} more`] : [];
  return [...missed, ...wrong.slice(0, MAX_LISTED), ...more];
}

function errorFindings({findings}: BinaryReport): BinaryReport['findings'] {
  return findings.filter(({severity}) => severity === 'error');
}

function errorsOf(binary: BinaryReport): string[] {
  return errorFindings(binary).map(({rule, message}) => `${rule}: ${message}`);
}

/** The score as lines of text. `notThere`: labelled artefacts that are not in the folder. */
export function scoreLines({artefacts, binaries}: Score, notThere: number): string[] {
  const rest = notThere === 0 ? '' : ` (${notThere} not at hand)`;
  return [
    `artefacts ${artefacts.right} of ${artefacts.of}${rest}`,
    `binaries ${binaries.right} of ${binaries.of}`,
  ];
}
