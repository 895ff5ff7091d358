import {resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {makeStyle} from '../report/style.ts';
import {publishJson, renderPublish} from '../report/symbols-publish-text.ts';
import {shownPath} from '../system/build-run.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {publish} from '../system/symbols/publish.ts';
import {terminalOf} from '../system/terminal.ts';

/** What `pyxdbg symbols publish` was asked for. */
export interface PublishFlags {
  readonly to: string;
  readonly compress?: boolean;
  readonly 'two-tier'?: boolean;
  readonly sources?: boolean;
  readonly replace?: boolean;
  readonly 'dry-run'?: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg symbols publish`: look, add, tell. */
export async function symbolsPublish(paths: readonly string[], flags: PublishFlags): Promise<void> {
  if (paths.length === 0) {
    throw new UserError({
      what: 'names nothing to publish',
      where: 'symbols publish',
      advice: 'name folders, wheels or files: pyxdbg symbols publish .pyxdbg/split --to store',
    });
  }
  const isDryRun = flags['dry-run'] === true;
  const report = await publish(paths, {
    store: resolve(flags.to),
    isCompressed: flags.compress === true,
    isTwoTier: flags['two-tier'] === true,
    withSources: flags.sources === true,
    isReplacing: flags.replace === true,
    isDryRun,
  });
  const isNothing = report.items.length === 0;
  process.exitCode = isNothing || report.skipped.length > 0 ? EXIT.findings : EXIT.clean;
  if (flags.json) await writeOutput(publishJson(report, isDryRun));
  else if (!flags.quiet || process.exitCode !== EXIT.clean) {
    const {color, width} = terminalOf(flags.color);
    const shown = flags.quiet ? {...report, items: []} : report;
    await writeOutput(renderPublish(shown, {style: makeStyle(color), width, isDryRun, shownPath}));
  }
}
