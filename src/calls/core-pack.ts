import {basename} from 'node:path';
import {UserError} from '../errors.ts';
import {sizeText} from '../report/size-text.ts';
import {openCore} from '../system/debugging/core/open-core.ts';
import {packContents} from '../system/debugging/core/pack-contents.ts';
import {writePack} from '../system/debugging/core/write-pack.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {ownerOfFile} from '../system/debugging/readable-by.ts';
import {takeTraceback} from '../system/debugging/take-traceback.ts';
import {interruptible} from '../system/interruptible.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {subjectsOf} from '../system/symbol-targets.ts';
import {lookAtHand} from '../system/symbols/look-at-hand.ts';
import {remark} from '../system/terminal.ts';
import {requireOutputs} from '../system/write-file.ts';
import {requireExecutable} from './core.ts';
import type {ReportFlags} from './emit-report.ts';

/** What `pyxdbg core pack` was asked for. */
export interface CorePackFlags {
  readonly executable?: string | undefined;
  readonly engine?: ReportFlags['engine'];
  readonly 'output-file'?: string | undefined;
}

/** `pyxdbg core pack FILE`: a core and all that a debugger needs for it, in one archive. */
export async function corePack(path: string, flags: CorePackFlags): Promise<void> {
  const output = flags['output-file'] ?? `${basename(path)}.tar.gz`;
  if (!/\.(?:tar\.gz|tgz)$/.test(output)) {
    throw new UserError({
      what: 'is not what an archive of core pack is named',
      where: output,
      advice: 'name a file that ends in .tar.gz or .tgz',
    });
  }
  requireOutputs([output], [path]);
  const engine = requireDebugger(flags.engine ?? null);
  await interruptible(async signal => {
    const opened = await openCore(path);
    try {
      const executable = requireExecutable(path, flags.executable ?? opened.program);
      const {subjects, notes} = await subjectsOf(path);
      const outcomes = await lookAtHand(subjects, []);
      // The frames tell which sources belong to it.
      const traceback = await takeTraceback({
        subject: {kind: 'core', core: opened.file, executable},
        engine,
        abort: signal,
      });
      const contents = packContents(
        opened.file,
        executable,
        opened.images,
        outcomes,
        traceback,
        ownerOfFile(path),
      );
      const bytes = await writePack(output, contents, signal);
      for (const note of notes) remark(`pyxdbg: ${note}`);
      const {manifest} = contents;
      if (manifest.missing.length > 0) {
        remark(`pyxdbg: not in it, since no longer there: ${someOf(manifest.missing)}`);
      }
      await writeOutput(
        [
          `wrote ${output}, ${sizeText(bytes)}:`,
          `  the core, ${manifest.modules.length} binaries, ${contents.debugFiles.length} debug files, ${manifest.sources.length} sources`,
          'A core is the memory of the process, passwords and data included:',
          'give it to whom you trust.',
          `Open it on any Linux machine: pyxdbg core ${basename(output)}`,
          '',
        ].join('\n'),
      );
    } finally {
      opened.close();
    }
  });
}

/** The first three of many names. */
function someOf(names: readonly string[]): string {
  const rest = names.length - 3;
  return `${names.slice(0, 3).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}
