import {execFileSync} from 'node:child_process';
import {cpSync, existsSync} from 'node:fs';
import {basename, join, relative} from 'node:path';
import {execa} from 'execa';
import * as v from 'valibot';
import {buildJsonSchema} from '../../../src/report/build-json-schema.ts';
import {environment, program} from '../../e2e/program.ts';
import {type Judgement, judge} from './judge.ts';
import type {Project} from './projects.ts';

type Answer = v.InferOutput<typeof buildJsonSchema>;
type ProofAnswer = Extract<Answer, {products: unknown}>;

/** One module of a build. */
export interface BuiltModule {
  /** Below the folder that Python imports from, e.g. `simplejson/_speedups.cpython-311-x86_64-linux-gnu.so`. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** What pyxdbg says of it. */
  readonly said: ProofAnswer['modules'][number];
  /** What others say of it. */
  readonly judged: Judgement;
}

/** A project after `pyxdbg build`. */
export interface Built {
  /** Absolute; on PYTHONPATH, the project can be imported. */
  readonly importFrom: string;
  readonly answer: ProofAnswer;
  readonly modules: readonly BuiltModule[];
}

/** Builds a copy of the source below a folder; throws with all that was printed where the build or its proof fails. */
export async function buildProject(
  {importFrom}: Project,
  source: string,
  {python, folder, debug}: {readonly python: string; readonly folder: string; readonly debug: boolean},
): Promise<Built> {
  const place = join(folder, `${basename(source)}-${debug ? 'debug' : 'release'}`);
  cpSync(source, place, {recursive: true});
  const wheels = `${place}-wheels`;
  const words = [
    ...['build', place, '--json', '--python', python],
    ...(debug ? ['--debug'] : []),
    ...(importFrom === null ? ['--wheel', '--out-dir', wheels] : []),
  ];
  const {stdout, stderr, exitCode} = await execa(process.execPath, [program, ...words], {
    cwd: folder,
    // A user's own CFLAGS would be part of the release build, too.
    env: environment(),
    extendEnv: false,
    reject: false,
  });
  const answer = v.safeParse(buildJsonSchema, stdout.startsWith('{') ? JSON.parse(stdout) : null);
  if (exitCode !== 0 || !answer.success || !('products' in answer.output)) {
    throw new Error(`exit status ${exitCode}\n${stderr}\n${stdout}`);
  }
  const proof = answer.output;
  const unpacked = `${place}-unpacked`;
  const isWheel = proof.products.some(product => product.endsWith('.whl'));
  for (const wheel of isWheel ? proof.products : []) {
    execFileSync(python, ['-m', 'zipfile', '-e', wheel, unpacked]);
  }
  const from = isWheel ? unpacked : join(place, importFrom ?? '.');
  const files = proof.modules.map(({product, path}) => (isWheel ? join(unpacked, path) : product));
  const missing = files.find(file => !existsSync(file));
  if (missing !== undefined) throw new Error(`says that it built ${missing}, which is not there`);
  const judgements = judge(python, files);
  const modules = proof.modules.flatMap((said, index) => {
    const file = files[index];
    const judged = judgements[index];
    return file === undefined || judged === undefined
      ? []
      : [{name: relative(from, file), file, said, judged}];
  });
  return {importFrom: from, answer: proof, modules};
}
