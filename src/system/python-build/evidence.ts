import {pagedSource} from '../../binary/byte-source.ts';
import {readExportNames} from '../../binary/read-binary.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {type ComparedNames, compareNames} from '../../interpreter-build/compare.ts';
import type {InterpreterFacts, Optimize} from '../../interpreter-build/model.ts';
import {
  type AbidiffAnswer,
  type DebugSummary,
  parseAbidiff,
  summariseDebug,
} from '../../interpreter-build/proof.ts';
import {checkSettings} from '../../project/check-settings.ts';
import {debugRuleNames} from '../../rules/rule-table.ts';
import {localToolchains, runCheck} from '../check-run.ts';
import {openFile} from '../open-file.ts';
import {hasProgram} from './at-hand.ts';
import type {Programs} from './run-program.ts';

/** The binary that extensions link against: libpython, or the program itself where Python is static. */
export function nameProvider({library, executable}: InterpreterFacts): string {
  return library ?? executable;
}

/** The export tables, by `sys.platform`. */
const PLATFORMS: Readonly<Record<string, 'macos' | 'windows'>> = {darwin: 'macos', win32: 'windows'};

/** Compares what the two libraries export. Null where one cannot be read. */
export function exportedNames(original: InterpreterFacts, built: InterpreterFacts): ComparedNames | null {
  const names = [original, built].map(facts => namesOf(nameProvider(facts)));
  const [before, after] = names;
  if (!before || !after) return null;
  const [major, minor] = original.version;
  const platform = PLATFORMS[original.platform] ?? 'linux';
  const table = localToolchains.exports.table(platform, major, minor, original.freeThreaded);
  return compareNames([before, after], built, table && (name => table.has(name)));
}

function namesOf(path: string): ReadonlySet<string> | null {
  const file = openFile(path);
  try {
    return readExportNames(pagedSource(file));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  } finally {
    file.close();
  }
}

/** check-abi --debug on the interpreter, its library and all its modules, by the debug rules alone. */
export async function debugInformation(built: InterpreterFacts, optimize: Optimize): Promise<DebugSummary> {
  const paths = [
    built.executable,
    ...(built.library === null ? [] : [built.library]),
    ...Object.values(built.extensionModules),
  ];
  return summariseDebug(await debugReport(paths, optimize));
}

function debugReport(paths: readonly string[], optimize: Optimize) {
  const settings = checkSettings({select: [...debugRuleNames]}, null);
  return runCheck(paths, settings, {
    facts: false,
    tree: false,
    debug: true,
    debugLevel: optimize,
    isQuiet: true,
  });
}

/** What abidiff says of the two libraries; null where it is not installed, or gives no answer. */
export async function askAbidiff(
  original: InterpreterFacts,
  built: InterpreterFacts,
  programs: Programs,
): Promise<AbidiffAnswer | null> {
  if (!hasProgram('abidiff')) return null;
  const {artefacts} = await debugReport([nameProvider(original)], '0');
  const withTypes = artefacts.some(({binaries}) => binaries.some(({debug}) => (debug?.units ?? 0) > 0));
  const {output, exitCode} = await programs.run([
    'abidiff',
    '--stat',
    ...['--debug-info-dir1', '/usr/lib/debug'],
    nameProvider(original),
    nameProvider(built),
  ]);
  // 1 and 2 are errors of abidiff, 4 and 8 what it found (abidiff(1), "RETURN VALUES").
  return exitCode === null || (exitCode & 3) !== 0 ? null : parseAbidiff(output, withTypes);
}
