import {join} from 'node:path';
import {UserError} from '../errors.ts';
import type {TableReader} from '../toolchains/table-reader.ts';
import type {BuildRequest} from './model.ts';
import {windowsEnvironment} from './windows-environment.ts';
import {windowsToolset} from './windows-toolset.ts';

/**
 * What takes the place of the compiler wrapper on Windows: variables alone. Calls are not recorded there: what they
 * were is proved from the command lines in the PDBs. Throws a UserError for a toolset that cannot be driven in that way.
 */
export function windowsDriver(
  request: BuildRequest,
  work: string,
  env: Readonly<Record<string, string | undefined>>,
  read: TableReader,
) {
  const toolset = windowsToolset(request.interpreter, env, read);
  if (!toolset) {
    throw new UserError({
      what: 'is of a Visual Studio, or for a Python, that pyxdbg has no table of',
      where: env['VCToolsVersion'] ?? env['VisualStudioVersion'] ?? request.interpreter.version.join('.'),
      advice: 'build outside of a developer prompt, or describe the toolset in toolchains/msvc.yaml',
    });
  }
  return {
    environment: windowsEnvironment(request, toolset, env, join(work, 'types.pdb')),
    callCount: () => 0,
    calls: () => [],
    failures: () => [],
  };
}
