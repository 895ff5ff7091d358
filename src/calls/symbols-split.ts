import {dirname, resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {makeStyle} from '../report/style.ts';
import {splitJson} from '../report/symbols-split-json.ts';
import {renderSplit} from '../report/symbols-split-text.ts';
import type {SplitReport} from '../symbols/publish/split-report.ts';
import {shownPath} from '../system/build-run.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {splitArtefact, splitOutput} from '../system/symbols/split-artefact.ts';
import {terminalOf} from '../system/terminal.ts';

/** What `pyxdbg symbols split` was asked for. */
export interface SplitFlags {
  readonly 'out-dir'?: string | undefined;
  readonly 'in-place': boolean;
  readonly 'dry-run'?: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg symbols split`: take apart, prove, write, tell. */
export async function symbolsSplit(artefacts: readonly string[], flags: SplitFlags): Promise<void> {
  if (artefacts.length === 0) {
    throw new UserError({
      what: 'names nothing to split',
      where: 'symbols split',
      advice: 'name wheels, modules or libraries: pyxdbg symbols split dist/*.whl',
    });
  }
  const isDryRun = flags['dry-run'] === true;
  const outDir = flags['in-place'] ? null : resolve(flags['out-dir'] ?? '.pyxdbg/split');
  const outputs = artefacts.map(artefact => splitOutput(artefact, outDir));
  refuseClashes(artefacts, outputs, outDir);
  const reports: SplitReport[] = [];
  for (const [index, artefact] of artefacts.entries()) {
    const output = outputs[index] ?? '';
    reports.push(await splitArtefact(artefact, {output, isDryRun}));
  }
  const failing = reports.filter(({binaries}) => binaries.some(({action}) => action === 'impossible'));
  process.exitCode = failing.length > 0 ? EXIT.findings : EXIT.clean;
  if (flags.json) {
    await writeOutput(splitJson(reports, isDryRun));
    return;
  }
  const shown = flags.quiet ? failing : reports;
  if (shown.length === 0) return;
  const {color, width} = terminalOf(flags.color);
  const layout = {style: makeStyle(color), width, isDryRun, shownPath};
  await writeOutput(renderSplit(shown, layout));
}

/** Nothing may take the place of another result, nor that of what was named unless it is wanted. */
function refuseClashes(
  artefacts: readonly string[],
  outputs: readonly string[],
  outDir: string | null,
): void {
  for (const [index, output] of outputs.entries()) {
    const artefact = artefacts[index] ?? '';
    if (outputs.indexOf(output) < index) {
      throw new UserError({
        what: 'is the second of this name: one would take the place of the other',
        where: artefact,
        advice: 'split them one by one, each with an --out-dir of its own',
      });
    }
    if (outDir !== null && dirname(resolve(artefact)) === outDir) {
      throw new UserError({
        what: 'lies in the folder that the result is to be written to',
        where: artefact,
        advice: 'name another --out-dir, or replace it with --in-place',
      });
    }
  }
}
