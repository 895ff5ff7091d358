import {readAs, type TableReader} from './table-reader.ts';

/** How CPython is configured again for debugging: toolchains/cpython-build.yaml. */
export interface CpythonBuildTable {
  /** Shell patterns of configure arguments that are left out, and why. */
  readonly leaveOut: readonly {readonly arguments: readonly string[]; readonly why: string}[];
  /** Pattern of an argument -> the program without which it is left out. */
  readonly needsProgram: Readonly<Record<string, string>>;
  /** Variables whose value is a list of options. */
  readonly optionVariables: readonly string[];
  /** Shell patterns of options that go out of those variables. */
  readonly dropOptions: readonly string[];
  readonly add: readonly string[];
  /** Shell patterns of modules that such a build does not have. */
  readonly testModules: readonly string[];
  /** What `OPT` begins with. */
  readonly opt: readonly string[];
  /** Module -> the Debian package that its build needs. */
  readonly modulePackages: Readonly<Record<string, string>>;
  /** Module -> the header without which it cannot be compiled. */
  readonly moduleHeaders: Readonly<Record<string, string>>;
  readonly headerFolders: readonly string[];
}

export function cpythonBuildTable(read: TableReader): CpythonBuildTable {
  return readAs<CpythonBuildTable>(read, 'cpython-build.json');
}

/** A test for arguments against shell patterns, of which these tables use `*`, `?` and `[...]`. */
export function argumentMatcher(patterns: readonly string[]): (argument: string) => boolean {
  const one = patterns.map(pattern => {
    const body = pattern
      .replaceAll(/[\\^$.+(){}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${body}$`, 's');
  });
  return argument => one.some(pattern => pattern.test(argument));
}
