import {relative} from 'node:path';
import type {BuildRequest} from '../../../build/model.ts';
import {BUILD, type LaunchFinding} from '../../../debugging/launch/check-model.ts';
import {detectProject} from '../../../project/detect-project.ts';
import {checkProducts} from '../../build-check.ts';
import {localFiles} from '../../files.ts';
import type {GatheredLaunch} from './launch-facts.ts';

/** What a debugger shows less without. */
const OF_DEBUGGING = new Set(['no-debug-info', 'debug-info-mismatch', 'optimised']);

/** Judged by what the configurations map, not by the recorded paths alone. */
const JUDGED_ELSEWHERE = 'sources-missing';

/** What the proof of a debug build says against the modules that are there: symbols, optimisation, the ABI. */
export async function checkProof(
  root: string,
  {interpreter, symbols}: Pick<GatheredLaunch, 'interpreter' | 'symbols'>,
): Promise<readonly LaunchFinding[]> {
  const request: BuildRequest = {
    project: detectProject(root, localFiles),
    interpreter,
    debug: true,
    mode: 'inplace',
    outDir: root,
    optimize: '0',
    assertions: false,
    sanitize: [],
    configSettings: [],
  };
  const {artefacts} = await checkProducts(symbols.modules, request);
  return artefacts.flatMap(({path, binaries, error}) => {
    const below = relative(root, path);
    const where = below.startsWith('..') ? path : below;
    if (error !== undefined) return [{where, entry: null, problem: error, cure: BUILD}];
    return binaries
      .flatMap(({findings}) => findings)
      .filter(
        ({severity, rule, suppressed}) =>
          !suppressed &&
          rule !== JUDGED_ELSEWHERE &&
          (severity === 'error' || (severity === 'warning' && OF_DEBUGGING.has(rule))),
      )
      .map(({message, rule}) => ({
        where,
        entry: null,
        problem: message,
        cure: `${BUILD}; more: pyxdbg rule ${rule}`,
      }));
  });
}
