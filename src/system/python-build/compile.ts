import {existsSync, lstatSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {EXIT, UserError} from '../../errors.ts';
import {C_FILES, C_FOLDERS, GDB_SCRIPT} from '../../interpreter-build/cpython-source.ts';
import type {InterpreterPlan} from '../../interpreter-build/unix-plan.ts';
import {makeFolder} from '../make-folder.ts';
import {keepLog, type WorkFolder} from './prefix.ts';
import type {Progress} from './progress.ts';
import type {Programs} from './run-program.ts';

/** What is counted while a step runs, by its title; the lines are those of configure, make and install(1). */
const COUNTED: Readonly<Record<string, {readonly line: RegExp; readonly noun: string}>> = {
  configure: {line: /^checking /, noun: 'checks'},
  compile: {line: / -c /, noun: 'files'},
  install: {line: /^(\S*install |copying |creating |changing mode|Listing )/i, noun: 'files'},
};

/** Runs the steps of a plan. Throws a UserError where one fails; what it printed goes to stderr. */
export async function runPlan(
  plan: InterpreterPlan,
  {
    programs,
    progress,
    work,
    prefix,
    isLive,
  }: {
    readonly programs: Programs;
    readonly progress: Progress;
    readonly work: WorkFolder;
    readonly prefix: string;
    readonly isLive: boolean;
  },
): Promise<void> {
  for (const [path, text] of Object.entries(plan.files)) writeFileSync(path, text);
  for (const step of plan.steps) {
    const title = step.title.replace(/^./, letter => letter.toUpperCase());
    const counted = COUNTED[step.title];
    const outcome = await progress.part(title, async tell => {
      let count = 0;
      const onLine = (line: string): void => {
        if (counted?.line.test(line)) tell(`${title}: ${++count} ${counted.noun}`);
      };
      return programs.run(step.command, {cwd: step.cwd, env: plan.environment, onLine});
    });
    if (!outcome.failed) continue;
    if (!isLive) process.stderr.write(lastLines(outcome.output));
    await programs.close();
    throw new UserError({
      what: `the build failed in "${step.title}"${outcome.exitCode === null ? '' : ` with exit status ${outcome.exitCode}`}`,
      where: prefix,
      advice: `all that it printed stands in ${keepLog(work, prefix)}; a library that is missing comes with "apt-get build-dep"`,
      exitCode: EXIT.findings,
    });
  }
}

const SHOWN_LINES = 40;

function lastLines(output: string): string {
  return `${output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')}\n`;
}

/**
 * Makes of what `make install` left a prefix to debug with: the C sources that the debug information names, gdb's
 * commands for this Python, `bin/python`; without the static library, which nobody links and which is half of it all.
 */
export async function completePrefix(installed: string, source: string): Promise<void> {
  const sources = join(installed, 'src');
  for (const folder of C_FOLDERS) {
    if (!existsSync(join(source, folder))) continue;
    await cp(join(source, folder), join(sources, folder), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      filter: path => lstatSync(path).isDirectory() || /\.(c|h|cc|cpp|m|S|inc|def|py)$/.test(path),
    });
  }
  for (const file of C_FILES) {
    if (existsSync(join(source, file)))
      await cp(join(source, file), join(sources, file), {preserveTimestamps: true});
  }
  if (existsSync(join(source, GDB_SCRIPT))) {
    makeFolder(join(installed, 'share', 'gdb'));
    await cp(join(source, GDB_SCRIPT), join(installed, 'share', 'gdb', 'python-gdb.py'));
  }
  const bin = join(installed, 'bin');
  if (!existsSync(join(bin, 'python')) && existsSync(join(bin, 'python3')))
    symlinkSync('python3', join(bin, 'python'));
  const names = readdirSync(installed, {recursive: true, encoding: 'utf8'});
  const isShared = names.some(name => /^lib\/libpython[^/]*\.(so|dylib)/.test(name));
  for (const name of names.filter(one => /\/config-[^/]*\/libpython[^/]*\.a$/.test(one))) {
    if (isShared) rmSync(join(installed, name));
  }
}
