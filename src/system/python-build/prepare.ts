import {availableParallelism} from 'node:os';
import {basename, join} from 'node:path';
import {windowsToolset} from '../../build/windows-toolset.ts';
import {UserError} from '../../errors.ts';
import type {InterpreterFacts, Optimize, SourceChoice, SourceTree} from '../../interpreter-build/model.ts';
import {setupLocal} from '../../interpreter-build/setup-local.ts';
import {type InterpreterPlan, unixPlan} from '../../interpreter-build/unix-plan.ts';
import {windowsPlan} from '../../interpreter-build/windows-plan.ts';
import {type CompilerToolchain, toolchainOf, unixToolchains} from '../../toolchains/compilers.ts';
import {type CpythonBuildTable, cpythonBuildTable} from '../../toolchains/cpython-build.ts';
import {localFiles} from '../files.ts';
import {makeFolder} from '../make-folder.ts';
import {readTable} from '../table-files.ts';
import {fetchSourcePackage, packageOf} from './apt-source.ts';
import {hasProgram} from './at-hand.ts';
import type {WorkFolder} from './prefix.ts';
import type {Programs} from './run-program.ts';
import {copySource, type FoundSource, unpackTarball} from './source-folder.ts';

/** toolchains/cpython-build.yaml. */
export const localBuildTable: CpythonBuildTable = cpythonBuildTable(readTable);

/** That of CPython has 12 kB. */
const MAX_SETUP_BYTES = 1_000_000;

/** Throws a UserError where this machine cannot build a CPython. */
export function requireBuildTools(env: NodeJS.ProcessEnv = process.env): void {
  if (process.platform === 'win32') return;
  const compiler = env['CC']?.trim().split(/\s+/)[0];
  if (compiler ? !hasProgram(compiler, env) : !['gcc', 'cc', 'clang'].some(name => hasProgram(name, env))) {
    throw new UserError({
      what: compiler ? 'is not on PATH' : 'there is no C compiler on PATH',
      ...(compiler ? {where: `CC=${compiler}`} : {}),
      advice: 'apt-get install gcc, or name one with CC',
    });
  }
  if (!hasProgram('make', env)) {
    throw new UserError({what: 'there is no make on PATH', advice: 'apt-get install make'});
  }
}

/** Brings the source into the work folder. `original` is null until the source has told which Python it is of. */
export async function bringSource(
  choice: SourceChoice,
  original: InterpreterFacts | null,
  {work, programs, closest}: {work: WorkFolder; programs: Programs; closest: boolean},
): Promise<{readonly found: FoundSource; readonly from: string; readonly isExact: boolean | null}> {
  makeFolder(work.source);
  switch (choice.kind) {
    case 'folder': {
      const found = await copySource(choice.path, join(work.source, basename(choice.path)));
      return {found, from: choice.path, isExact: null};
    }
    case 'tarball':
      return {found: await unpackTarball(choice.path, work.source), from: choice.path, isExact: null};
    case 'apt': {
      const wanted = await packageOf(original?.executable ?? '', programs);
      const found = await fetchSourcePackage(wanted, {to: work.source, closest}, programs);
      const {source, version} = found.taken;
      const isExact = version === wanted.version;
      const from = `${source} ${version} by apt${isExact ? '' : `, the closest to ${wanted.version}`}`;
      return {found, from, isExact};
    }
  }
}

/** What the source is to the interpreter. Throws a UserError for another version's, whose ABI is another one. */
export function matchSource(
  {found, from, isExact}: {found: FoundSource; from: string; isExact: boolean | null},
  original: InterpreterFacts,
): SourceTree {
  const {folder, version} = found;
  const [own, other] = [original.version, version].map(one => one.slice(0, 2).join('.'));
  if (own !== other) {
    throw new UserError({
      what: `is the source of Python ${version.join('.')}, and ${original.executable} is ${original.version.join('.')}`,
      where: from,
      advice: `name a Python ${other} with --python, or a source of ${own}`,
    });
  }
  const isSame = version.join('.') === original.version.join('.');
  const match = isExact === true ? 'exact' : isExact === null && isSame ? 'same-version' : 'other';
  return {folder, version, from, match};
}

/** Decides what is run. `source` is where the source stands, or will stand. */
export function planBuild(
  original: InterpreterFacts,
  source: string,
  {
    prefix,
    optimize,
    stage,
    jobs,
  }: {
    readonly prefix: string;
    readonly optimize: Optimize;
    readonly stage: string;
    /** Null for as many as there are processors. */
    readonly jobs: number | null;
  },
): InterpreterPlan {
  const {env} = process;
  if (original.platform === 'win32') {
    const {abi, version, platformTag} = original;
    const toolset = windowsToolset(
      {platformTag, extSuffix: abi['EXT_SUFFIX'] ?? '', version},
      env,
      readTable,
    );
    if (!toolset) {
      const advice = 'run it in a developer prompt of Visual Studio';
      throw new UserError({
        what: 'no Visual Studio is known that builds it',
        where: original.executable,
        advice,
      });
    }
    return windowsPlan(original, {platformTag, optimize}, toolset, {source, stage}, env);
  }
  const compiler = env['CC']?.trim() || null;
  return unixPlan(
    {
      original,
      prefix,
      optimize,
      compiler,
      toolchain: toolchainFor(compiler, original.platform),
      table: localBuildTable,
      world: {exists: path => localFiles.status(path) !== null, hasProgram},
    },
    {source, stage, setupLocal: builtinsFor(original, source), sourcesAfterwards: join(prefix, 'src')},
    jobs ?? availableParallelism(),
  );
}

/** `Modules/Setup.local` for a source that is there; null where there is nothing to say. */
function builtinsFor({builtinModules}: InterpreterFacts, source: string): string | null {
  const {moduleHeaders, headerFolders} = localBuildTable;
  const setup = localFiles.readText(join(source, 'Modules', 'Setup'), MAX_SETUP_BYTES);
  if (setup === null) return null;
  return setupLocal(setup, builtinModules, module => {
    const header = moduleHeaders[module];
    return (
      header === undefined || headerFolders.some(folder => localFiles.status(join(folder, header)) !== null)
    );
  });
}

/** GCC's options where nothing else is known; clang takes them all, and is what macOS calls cc. */
function toolchainFor(compiler: string | null, platform: string): CompilerToolchain {
  const all = unixToolchains(readTable).filter(({family}) => family === 'unix');
  const named = compiler === null ? null : toolchainOf(basename(compiler.split(/\s+/)[0] ?? ''), all);
  const usual = all.find(({name}) => name === (platform === 'darwin' ? 'clang' : 'gcc'));
  const toolchain = named ?? usual;
  if (!toolchain) throw new Error('toolchains/ has neither gcc nor clang');
  return toolchain;
}
