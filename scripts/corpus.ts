/**
 * The whole-corpus run: every artefact of a manifest is fetched where it is missing, held against its size and sha256,
 * judged by check-abi and scored, and the facts of every binary are compared with what other readers found.
 *
 *   node scripts/corpus.ts MANIFEST FOLDER [--facts FACTS.jsonl.gz] [--fetch] [--egg-python PYTHON]
 *
 * --fetch         fetch what is missing with pip, Maven and easy_install's package index
 * --egg-python    an interpreter whose setuptools is older than 80, for eggs and bdist_wininst installers
 *
 * Progress goes to stderr. Exit status 1 where an artefact is missing or wrong, the score is not full, or a fact
 * differs for a reason that scripts/corpus/known-differences.ts does not name.
 */
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {Listr, ListrLogger, ProcessOutput} from 'listr2';
import {type Comparison, FactComparison} from './corpus/compare.ts';
import {fetchArtefact} from './corpus/fetch.ts';
import {type CorpusArtefact, readManifest} from './corpus/manifest.ts';
import {comparisonLines} from './corpus/print.ts';
import {readArtefact} from './corpus/read-facts.ts';
import {readReferences} from './corpus/reference.ts';
import {runCheckAbi, type Score, scoreLines, scoreReports} from './corpus/score.ts';
import {problemOf} from './corpus/verify.ts';

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {
    facts: {type: 'string'},
    fetch: {type: 'boolean', default: false},
    'egg-python': {type: 'string', default: 'python3'},
  },
});
const [manifest, folder] = positionals;
if (!manifest || !folder) {
  throw new Error('usage: corpus.ts MANIFEST FOLDER [--facts FACTS] [--fetch] [--egg-python PYTHON]');
}

/** What the tasks hand on to each other. */
interface Findings {
  readonly problems: string[];
  there: readonly CorpusArtefact[];
  score: Score | null;
  comparison: Comparison | null;
}

const artefacts = readManifest(manifest);
const missing = artefacts.filter(({file}) => !existsSync(join(folder, file)));
mkdirSync(folder, {recursive: true});

const isLive = process.stderr.isTTY;
/** Which file is at hand: for a terminal, where it is one line; in a log it would be hundreds. */
const showProgress = (task: {output: string}, file: string): void => {
  if (isLive) task.output = file;
};
const logger = new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)});
const tasks = new Listr<Findings, 'default', 'simple'>(
  [
    {
      title: `Fetch ${missing.length} artefacts`,
      enabled: values.fetch && missing.length > 0,
      task: (_, task) =>
        task.newListr(
          missing.map(artefact => ({
            title: artefact.file,
            task: () => fetchArtefact(artefact, folder, values['egg-python']),
          })),
          // Two at a time: the registries are not ours.
          {concurrent: 2, exitOnError: false},
        ),
    },
    {
      title: `Hold ${artefacts.length} artefacts against size and sha256`,
      task: async (found, task) => {
        const right: CorpusArtefact[] = [];
        for (const artefact of artefacts) {
          showProgress(task, artefact.file);
          const problem = await problemOf(artefact, join(folder, artefact.file));
          if (problem === null) right.push(artefact);
          else found.problems.push(`${artefact.file}: ${problem}`);
        }
        found.there = right;
      },
    },
    {
      title: 'Judge them with check-abi',
      task: async found => {
        const files = found.there.map(({file}) => file);
        found.score = scoreReports(found.there, folder, await runCheckAbi(folder, files));
      },
    },
    {
      title: 'Compare the facts of every binary',
      enabled: values.facts !== undefined,
      task: async (found, task) => {
        const references = readReferences(values.facts ?? '');
        const comparison = new FactComparison();
        for (const {file} of found.there) {
          showProgress(task, file);
          comparison.add(references.get(file) ?? [], await readArtefact(join(folder, file)));
        }
        found.comparison = comparison.result();
      },
    },
  ],
  {
    fallbackRenderer: 'simple',
    fallbackRendererCondition: !isLive,
    rendererOptions: {logger, collapseSubtasks: false},
    fallbackRendererOptions: {logger},
    exitOnError: true,
  },
);

const {problems, there, score, comparison} = await tasks.run({
  problems: [],
  there: [],
  score: null,
  comparison: null,
});
const lines = [
  ...problems,
  ...(score ? [...score.disagreements, ...score.binaryDisagreements] : []),
  ...(comparison ? comparisonLines(comparison) : []),
  ...(score ? scoreLines(score, artefacts.length - there.length) : []),
];
process.stdout.write(`${lines.join('\n')}\n`);
const isFull = score !== null && score.artefacts.right === score.artefacts.of;
process.exitCode = problems.length === 0 && isFull && (comparison?.unknown.length ?? 0) === 0 ? 0 : 1;
