import type {BuildRequest} from '../build/model.ts';
import {checkSettings} from '../project/check-settings.ts';
import type {CheckReport} from '../report/report.ts';
import {localConfig, runCheck} from './check-run.ts';

/** `check-abi --debug` on what a build made, for the interpreter that it was made for. */
export async function checkProducts(
  products: readonly string[],
  {project, interpreter, debug, optimize}: BuildRequest,
): Promise<CheckReport> {
  if (products.length === 0) return {artefacts: [], vanished: []};
  const config = await localConfig(project.folder);
  const settings = checkSettings(
    {python: interpreter.executable},
    config && {...config, against: undefined, baseline: undefined},
  );
  return runCheck(products, settings, {
    facts: false,
    tree: false,
    debug,
    debugLevel: optimize,
    isQuiet: true,
  });
}
