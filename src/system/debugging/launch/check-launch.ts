import {statSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {parse} from 'jsonc-parser';
import {checkBreakpoints} from '../../../debugging/launch/check-breakpoints.ts';
import {checkEntries} from '../../../debugging/launch/check-entries.ts';
import {BUILD, type LaunchFinding, WRITE_ANEW} from '../../../debugging/launch/check-model.ts';
import {UserError} from '../../../errors.ts';
import {launchSchemas} from '../../../toolchains/launch-schemas.ts';
import {changedMs} from '../../build-products.ts';
import type {ChangeFiles} from '../../change-files.ts';
import {localFiles} from '../../files.ts';
import {readJournal} from '../../journal.ts';
import {findProgram} from '../../symbols/find-program.ts';
import {recordedSources} from '../../symbols-handover/recorded-sources.ts';
import {readTable} from '../../table-files.ts';
import {checkProof} from './check-proof.ts';
import type {GatheredLaunch} from './launch-facts.ts';
import {changedOwnFiles} from './own-files.ts';
import {planShared, type WantedLaunch} from './plan-launch.ts';

/** All that would keep F5 from working, in the order in which it would be met. */
export async function checkLaunch(
  root: string,
  files: ChangeFiles,
  gathered: GatheredLaunch,
  wanted: WantedLaunch,
): Promise<readonly LaunchFinding[]> {
  const written = checkWritten(files, wanted);
  return [
    ...written,
    ...(wanted.shared.length > 0 ? checkVscode(root, files) : []),
    ...checkPrograms(gathered),
    ...(await checkModules(root, gathered)),
  ];
}

/** Whether the files are there, can be read, and say what they would say now. */
function checkWritten(files: ChangeFiles, wanted: WantedLaunch): readonly LaunchFinding[] {
  const shared = wanted.shared.flatMap((file): LaunchFinding[] => {
    const finding = (problem: string): LaunchFinding[] => [
      {where: file.path, entry: null, problem, cure: WRITE_ANEW},
    ];
    if (files.read(file.path) === null) return finding('is not there');
    try {
      return planShared(files, readJournal(files), [file], false).length > 0
        ? finding('is not as it would be written now')
        : [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [
        {where: error.where ?? file.path, entry: null, problem: error.what, cure: error.advice ?? 'mend it'},
      ];
    }
  });
  const [own] = changedOwnFiles(files, wanted.own);
  if (!own) return shared;
  const problem = files.read(own.path) === null ? 'is not there' : 'is not as it would be written now';
  return [...shared, {where: own.path, entry: null, problem, cure: WRITE_ANEW}];
}

function checkVscode(root: string, files: ChangeFiles): readonly LaunchFinding[] {
  const read = (path: string): unknown => {
    const bytes = files.read(path);
    return bytes === null ? null : parse(Buffer.from(bytes).toString('utf8'), [], {allowTrailingComma: true});
  };
  return checkEntries(
    {launch: read('.vscode/launch.json'), tasks: read('.vscode/tasks.json')},
    {
      schemas: launchSchemas(readTable),
      workspace: root,
      exists: path => localFiles.status(path) !== null,
    },
  );
}

/** Programs and packages that configurations start. */
function checkPrograms({facts, interpreter}: GatheredLaunch): readonly LaunchFinding[] {
  const {executable, installed} = interpreter;
  const needs = [
    'debugpy',
    ...(facts.target.kind === 'module' && facts.target.name === 'pytest' ? ['pytest'] : []),
  ];
  const packages = needs
    .filter(name => installed[name] === undefined)
    .map(name => ({
      where: executable,
      entry: null,
      problem: `has no ${name}`,
      cure: `${executable} -m pip install ${name}`,
    }));
  const isThere = findProgram('pyxdbg') !== null || findProgram('pyxdbg.cmd') !== null;
  const gdb = facts.system !== 'linux' || findProgram('gdb') !== null;
  return [
    ...(isThere
      ? []
      : [
          {
            where: 'pyxdbg',
            entry: null,
            problem: 'is not on PATH, where the build task looks for it',
            cure: 'npm install --global pyxdbg',
          },
        ]),
    ...(gdb
      ? []
      : [{where: 'gdb', entry: null, problem: 'is not on PATH', cure: "install the system's package gdb"}]),
    ...packages,
  ];
}

async function checkModules(root: string, gathered: GatheredLaunch): Promise<readonly LaunchFinding[]> {
  const {modules, outcomes} = gathered.symbols;
  if (modules.length === 0) {
    return [{where: gathered.facts.name, entry: null, problem: 'has no module that is built', cure: BUILD}];
  }
  const world = sourceWorld(root, gathered);
  const breakpoints = outcomes.flatMap(({subject, file}) => {
    if (file === null) return [];
    const name = shownIn(root, subject.path);
    return checkBreakpoints(
      {name, sources: recordedSources([file]).sources, changedMs: changedMs(subject.path)},
      world,
    );
  });
  return [...(await checkProof(root, gathered)), ...breakpoints];
}

function sourceWorld(root: string, {facts}: GatheredLaunch) {
  const skipped = new Set([
    '.git',
    '.pyxdbg',
    'node_modules',
    'build',
    'dist',
    '.venv',
    'venv',
    '__pycache__',
  ]);
  const byName = new Map<string, string[]>();
  for (const path of localFiles.listFolder(root, skipped).files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), join(root, path)]);
  }
  return {
    workspace: root.endsWith(sep) ? root : root + sep,
    maps: facts.symbols.sources,
    isFile: (path: string) => localFiles.status(path)?.kind === 'file',
    modifiedMs: (path: string) => statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0,
    named: (name: string) => byName.get(name) ?? [],
  };
}

/** Below the project as the user knows it. */
function shownIn(root: string, path: string): string {
  const below = relative(root, path);
  return below.startsWith('..') ? path : below;
}
