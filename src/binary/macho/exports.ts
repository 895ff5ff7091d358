import {UnreadableError} from '../unreadable.ts';
import {type TrieNames, walkExportTrie} from './export-trie.ts';
import type {MachHeader} from './header.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';
import {symbolNames, withoutUnderscore} from './symbol-names.ts';
import {isExported, readSymbolTable, symbolEntries} from './symbol-table.ts';

/** Names of module initialisation hooks as CPython looks for them (PEP 3121, 489, 793; `init` for Python 2). */
const HOOK_PREFIXES = ['PyInit_', 'PyInitU_', 'PyModExport_', 'PyModExportU_', 'init'] as const;

const isHook = (name: string): boolean =>
  HOOK_PREFIXES.some(prefix => name.length > prefix.length && name.startsWith(prefix));

/** A trie is compact: 64 MiB of it would be millions of names. */
const MAX_TRIE_BYTES = 64 * 1024 * 1024;

/** How many names a slice exports, and which of them are initialisation hooks, sorted. */
export function readExportSummary(
  header: MachHeader,
  commands: readonly LoadCommand[],
): {readonly exportCount: number; readonly initHooks: readonly string[]} {
  const found = readExports(header, commands, name =>
    HOOK_PREFIXES.some(prefix => overlaps(name, `_${prefix}`)),
  );
  return {exportCount: found.count, initHooks: found.names.filter(isHook).sort()};
}

/** All exported names of a slice. */
export function readExportedNames(header: MachHeader, commands: readonly LoadCommand[]): readonly string[] {
  return readExports(header, commands, () => true).names;
}

/** One of the two begins with the other. */
const overlaps = (a: string, b: string): boolean => (a.length < b.length ? b.startsWith(a) : a.startsWith(b));

/** dyld takes the trie where there is one, and the symbol table only in images that have none. */
function readExports(
  header: MachHeader,
  commands: readonly LoadCommand[],
  isWanted: (beginning: string) => boolean,
): TrieNames {
  const trie = locateTrie(header, commands);
  if (!trie) return readSymbolTableExports(header, commands);
  if (trie.size > MAX_TRIE_BYTES) {
    throw new UnreadableError('truncated', `the export trie has the impossible size ${trie.size}`);
  }
  const bytes = header.reader.bytes(trie.offset, trie.size, 'the export trie');
  const {count, names} = walkExportTrie(bytes, isWanted);
  return {count, names: names.map(withoutUnderscore)};
}

function locateTrie(
  header: MachHeader,
  commands: readonly LoadCommand[],
): {offset: number; size: number} | null {
  for (const command of commands) {
    if (command.kind === LC.dyldExportsTrie) {
      const field = commandView(header, command, 16, 'LC_DYLD_EXPORTS_TRIE');
      return {offset: field(8), size: field(12)};
    }
    if (command.kind === LC.dyldInfo) {
      const field = commandView(header, command, 48, 'LC_DYLD_INFO');
      return {offset: field(40), size: field(44)};
    }
  }
  return null;
}

function readSymbolTableExports(header: MachHeader, commands: readonly LoadCommand[]): TrieNames {
  const table = readSymbolTable(header, commands);
  if (!table) return {count: 0, names: []};
  const offsets: number[] = [];
  for (const entry of symbolEntries(table, table.definedExternals ?? table.all)) {
    if (isExported(entry.type)) offsets.push(entry.nameOffset);
  }
  return {count: offsets.length, names: symbolNames(table, offsets)};
}
