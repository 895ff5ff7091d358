import {basename, join} from 'node:path';
import type {BuildInterpreter} from '../../../build/model.ts';
import type {
  LaunchFacts,
  LaunchInterpreter,
  LaunchSystem,
  LaunchTarget,
} from '../../../debugging/launch/model.ts';
import type {LaunchWishes} from '../../../debugging/launch/wishes.ts';
import {UserError} from '../../../errors.ts';
import {detectProject} from '../../../project/detect-project.ts';
import {interpreterForBuild} from '../../build-probe.ts';
import {localFiles} from '../../files.ts';
import {defaultTarget, pytest} from './default-target.ts';
import {type ProjectSymbols, projectSymbols} from './project-symbols.ts';

/** What configurations are made from, and what it was found by. */
export interface GatheredLaunch {
  readonly facts: LaunchFacts;
  readonly interpreter: BuildInterpreter;
  readonly symbols: ProjectSymbols;
}

/** Asks the project (absolute folder), its interpreter and its modules. Throws a UserError. */
export async function gatherLaunch(root: string, wishes: LaunchWishes): Promise<GatheredLaunch> {
  const project = detectProject(root, localFiles);
  const interpreter = await interpreterForBuild(wishes.python, root);
  const symbols = await projectSymbols(root, interpreter);
  const facts: LaunchFacts = {
    system: systemOf(interpreter.platform),
    workspace: root,
    name: project.name ?? basename(root),
    interpreter: launchInterpreter(interpreter),
    target: targetOf(root, wishes),
    symbols: symbols.handOver,
  };
  return {facts, interpreter, symbols};
}

function systemOf(platform: string): LaunchSystem {
  // Cygwin and MSYS Pythons are debugged by gdb, as those of Linux are.
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

function launchInterpreter({
  executable,
  platform,
  prefix,
  basePrefix,
  version: [major, minor],
}: BuildInterpreter): LaunchInterpreter {
  const base = join(basePrefix, basename(executable));
  const isStub = platform === 'win32' && prefix !== basePrefix && localFiles.status(base)?.kind === 'file';
  return {
    executable,
    program: isStub ? base : executable,
    venvLauncher: isStub ? executable : null,
    version: [major, minor],
  };
}

function targetOf(root: string, {target, module, args}: LaunchWishes): LaunchTarget {
  if (module !== null) return {kind: 'module', name: module, args};
  if (target === null) {
    const usual = defaultTarget(root);
    return args.length > 0 ? {...usual, args} : usual;
  }
  if (target === 'pytest' && localFiles.status(join(root, target)) === null) return pytest(args);
  const path = join(root, target);
  if (localFiles.status(path)?.kind === 'file')
    return {kind: 'script', path: target.replaceAll('\\', '/'), args};
  throw new UserError({
    what: 'is no script in the project',
    where: `--target ${target}`,
    advice: 'name a file relative to the project, pytest, or a module with -m',
  });
}
