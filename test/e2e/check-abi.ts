import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {JsonReport} from '../../src/report/json-schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// package.json of this repository: `bin` names the program.
const {bin} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {bin: {pyxdbg: string}};
// PYXDBG_TEST_PROGRAM: another build to hold to the same tests, e.g. an unpacked package.
const program = process.env['PYXDBG_TEST_PROGRAM'] ?? join(root, bin.pyxdbg);

type Artefact = JsonReport['artefacts'][number];
export type Binary = Artefact['binaries'][number];

/** What a run of `pyxdbg check-abi` gave. */
export interface Run {
  readonly exitCode: number | undefined;
  readonly stderr: string;
  readonly artefacts: readonly Artefact[];
  /** Entries of the baseline that were not found again. */
  readonly vanished: readonly string[];
}

/** Runs the installed program in a process of its own, as a user does, and reads its JSON. */
export const checkAbi = async (...args: readonly string[]): Promise<Run> => {
  const {exitCode, stdout, stderr} = await execa(
    process.execPath,
    [program, 'check-abi', '--output-format', 'json', ...args],
    {reject: false, timeout: 120_000, stdin: 'ignore'},
  );
  if (stdout === '') {
    throw new Error(`check-abi ${args.join(' ')} printed no report (status ${exitCode}): ${stderr}`);
  }
  // The document that schema/check-abi.schema.json describes; another test holds it to that schema.
  const report = JSON.parse(stdout) as JsonReport;
  return {exitCode, stderr, artefacts: report.artefacts, vanished: report.vanished};
};

/** The names of the rules with a finding of this severity, sorted, each once. */
export const rulesOf = (binaries: readonly Binary[], severity: string): readonly string[] =>
  [
    ...new Set(
      binaries
        .flatMap(({findings}) => findings)
        .filter(finding => finding.severity === severity)
        .map(({rule}) => rule),
    ),
  ].sort();
