import type {Machine} from '../binary/facts.ts';
import type {CrtLookup} from './crt.ts';
import {compileRows, matchRow} from './file-name-pattern.ts';
import {lazy} from './lazy.ts';
import {dataLines, readAs, type TableReader} from './table-reader.ts';
import type {CrtFamily, InterpreterDll, WindowsLibraries} from './toolchains.ts';
import {isWithin, type VersionBounds} from './version-bounds.ts';

/** toolchains/windows.yaml. */
export interface WindowsFile {
  readonly apiSets: readonly string[];
  readonly libraries: {readonly add: readonly string[]; readonly remove: readonly string[]};
  readonly redistributables: readonly {readonly pattern: string; readonly package: string}[];
  readonly visualCpp: Readonly<Partial<Record<CrtFamily, string>>>;
  readonly interpreter: readonly (VersionBounds & {
    /** `{xy}` stands for the digits of the version. */
    readonly pattern: string;
    readonly where: InterpreterDll;
    readonly machines?: readonly Machine[];
  })[];
}

/** Typed access to toolchains/windows.yaml and toolchains/windows-libraries.txt. */
export function windowsLibraries(read: TableReader, crt: CrtLookup): WindowsLibraries {
  const file = lazy(() => readAs<WindowsFile>(read, 'windows.json'));
  const names = lazy(() => new Set(dataLines(read, 'windows-libraries.txt')));
  const apiSets = lazy(() => file().apiSets.map(pattern => new RegExp(pattern)));
  const others = lazy(() => compileRows(file().redistributables));
  const interpreter = lazy(() =>
    file().interpreter.map(row => ({
      row,
      expression: new RegExp(`^(?:${row.pattern.replace('{xy}', '(?<xy>[23]\\d{1,2})')})$`, 'i'),
    })),
  );

  const isApiSet = (dll: string) => {
    const name = dll.toLowerCase();
    return apiSets().some(pattern => pattern.test(name));
  };

  function redistributablePackage(dll: string): string | null {
    const runtime = crt.entry(dll);
    if (runtime) {
      return runtime.debug || runtime.windows ? null : (file().visualCpp[runtime.family] ?? null);
    }
    return matchRow(others(), dll)?.row.package ?? null;
  }

  return {
    isApiSet,
    isSystem(dll) {
      const runtime = crt.entry(dll);
      if (runtime) return runtime.windows && !runtime.debug;
      return names().has(dll.toLowerCase()) || isApiSet(dll);
    },
    isRedistributable: dll => redistributablePackage(dll) !== null,
    redistributablePackage,
    interpreterDll(dll, major, minor, machine) {
      for (const {row, expression} of interpreter()) {
        const match = expression.exec(dll);
        if (!match || !isWithin([major, minor], row)) continue;
        const digits = match.groups?.['xy'];
        if (digits !== undefined && digits !== `${major}${minor}`) continue;
        if (row.machines && !row.machines.includes(machine)) continue;
        return row.where;
      }
      return null;
    },
  };
}
