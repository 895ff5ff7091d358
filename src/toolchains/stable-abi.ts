import type {PythonVersion} from '../python/version.ts';
import {lazy} from './lazy.ts';
import {dataLines, type TableReader} from './table-reader.ts';
import type {StableAbi, StableName} from './toolchains.ts';
import {tableVersion} from './version-bounds.ts';

type StableRow = StableName & {
  /** Where it differs from `added`; null: never there. */
  readonly windows: PythonVersion | null;
  readonly other: PythonVersion | null;
};

/**
 * Typed access to toolchains/stable-abi.txt: a line holds a name, `function` or `data`, and the version that states
 * it, then what applies of `abi-only`, `macro=NAME`, `windows=X.Y` and `other=X.Y` (the version from which real
 * interpreters have it without a gap; `never` where none has).
 */
export function stableAbi(read: TableReader): StableAbi {
  const lines = lazy(() => new Map(dataLines(read, 'stable-abi.txt').map(line => [nameOf(line), line])));
  const rows = new Map<string, StableRow>();

  function row(name: string): StableRow | null {
    const known = rows.get(name);
    if (known) return known;
    const line = lines().get(name);
    if (line === undefined) return null;
    const parsed = parseRow(line);
    rows.set(name, parsed);
    return parsed;
  }

  return {
    has: name => lines().has(name),
    entry(name) {
      const found = row(name);
      if (!found) return null;
      const {windows: _windows, other: _other, ...entry} = found;
      return entry;
    },
    since: (name, platform) => row(name)?.[platform] ?? null,
  };
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf('\t'));
}

function parseRow(line: string): StableRow {
  const [name = '', kind, version = '', ...rest] = line.split('\t');
  const added = tableVersion(version);
  const value = (key: string) => rest.find(field => field.startsWith(`${key}=`))?.slice(key.length + 1);
  const floor = (key: string) => {
    const text = value(key);
    if (text === undefined) return added;
    return text === 'never' ? null : tableVersion(text);
  };
  return {
    name,
    kind: kind === 'data' ? 'data' : 'function',
    added,
    abiOnly: rest.includes('abi-only'),
    macro: value('macro') ?? null,
    windows: floor('windows'),
    other: floor('other'),
  };
}
