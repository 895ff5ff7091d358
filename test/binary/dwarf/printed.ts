import {execFileSync} from 'node:child_process';
import {toolNamed} from '../../builders/tools.ts';

/** LLVM's reader of DWARF, or null. */
export const dwarfdump = toolNamed('llvm-dwarfdump-16', 'llvm-dwarfdump');

/** A unit as llvm-dwarfdump prints its first entry. */
export interface PrintedUnit {
  readonly producer: string | null;
  readonly name: string | null;
  readonly directory: string | null;
  /** `DW_LANG_C11`, ... */
  readonly language: string | null;
}

/** What llvm-dwarfdump prints of the compile and skeleton units of a file, in order. */
export function printedUnits(path: string): readonly PrintedUnit[] {
  const units: Record<string, string>[] = [];
  let unit: Record<string, string> | null = null;
  for (const line of run(['--debug-info', '-r', '0', path]).split('\n')) {
    if (/: DW_TAG_(compile|skeleton)_unit/.test(line)) {
      unit = {};
      units.push(unit);
    } else if (/: DW_TAG_|(?:Compile|Type) Unit: /.test(line)) {
      unit = null;
    }
    const [, attribute, value] = /^ +(DW_AT_\w+)\s+\((.*)\)$/.exec(line) ?? [];
    if (unit && attribute !== undefined) unit[attribute] ??= value ?? '';
  }
  const unquoted = (text: string | undefined): string | null =>
    text === undefined ? null : text.slice(1, -1).replaceAll('\\\\', '\\');
  return units.map(found => ({
    producer: unquoted(found['DW_AT_producer']),
    name: unquoted(found['DW_AT_name']),
    directory: unquoted(found['DW_AT_comp_dir']),
    language: found['DW_AT_language'] ?? null,
  }));
}

/** All files that the line tables name, joined with their folders as LLVM joins them, sorted; without `<built-in>` and its like. */
export function printedFiles(path: string): readonly string[] {
  const lines = run(['--show-sources', path]).split('\n');
  return [...new Set(lines.filter(line => line !== '' && !/(^|[\\/])<[^\\/]*>$/.test(line)))].sort();
}

function run(args: readonly string[]): string {
  if (dwarfdump === null) throw new Error('llvm-dwarfdump is not installed');
  return execFileSync(dwarfdump, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
