import {dumpPdb} from './link-pdb.ts';

/** What llvm-pdbutil says of a module. */
export interface DumpedModule {
  readonly name: string;
  readonly file: string;
  readonly compilers: readonly DumpedCompiler[];
  /** In the order of the line information. */
  readonly files: readonly string[];
  /** Directory, compiler, source, type PDB, command line; of the command line only its last part. */
  readonly buildInfo: readonly string[];
  /** `cwd` of the S_ENVBLOCK. */
  readonly workingFolder: string | null;
  readonly hasSpeedOptimised: boolean;
}

/** A compile record of any version, in llvm-pdbutil's words. */
export interface DumpedCompiler {
  readonly version: string;
  readonly language: string;
  readonly frontEnd: string;
  readonly backEnd: string;
  readonly flags: string;
}

/** Reads the dump of modules, symbols, files and ids of a PDB. */
export function dumpModules(path: string): readonly DumpedModule[] {
  const names = [...dumpPdb(path, '-modules').matchAll(/Mod \d+ \| `(.*)`: \r?\n\s*Obj: `(.*)`: /g)];
  const symbols = splitAtModules(dumpPdb(path, '-symbols'));
  const files = splitAtModules(dumpPdb(path, '-files'));
  const builds = buildInfos(dumpPdb(path, '-ids'));
  return names.map(([, name = '', file = ''], index) => {
    const text = symbols[index] ?? '';
    const build = /S_BUILDINFO \[.*\] BuildId = `(.*)`/.exec(text)?.[1];
    return {
      name,
      file,
      compilers: compilersIn(text),
      files: [...(files[index] ?? '').matchAll(/^\s*- \(.*?\) (.*)$/gm)].map(([, one = '']) => one),
      buildInfo: (build !== undefined && builds.get(build)) || [],
      workingFolder: /S_ENVBLOCK \[.*\n\s*- cwd\n\s*- (.*)\n/.exec(text)?.[1] ?? null,
      hasSpeedOptimised: /flags = .*\bopt speed\b/.test(text),
    };
  });
}

function splitAtModules(dump: string): readonly string[] {
  return dump.split(/^\s*Mod \d+ \| `.*`: $/m).slice(1);
}

function compilersIn(text: string): readonly DumpedCompiler[] {
  const record =
    /S_COMPILE\d \[.*\n\s*machine = .*, [Vv]er = (.*), language = (.*)\n\s*frontend = (.*), backend = (.*)\n\s*flags = (.*)/g;
  return [...text.matchAll(record)].map(
    ([, version = '', language = '', frontEnd = '', backEnd = '', flags = '']) => ({
      version,
      language,
      frontEnd,
      backEnd,
      flags,
    }),
  );
}

function buildInfos(dump: string): ReadonlyMap<string, readonly string[]> {
  const record = /(0x[0-9A-F]+) \| LF_BUILDINFO .*\n((?:\s+(?:0x[0-9A-F]+|<no type>): `.*`\n?)+)/g;
  return new Map(
    [...dump.matchAll(record)].map(([, index = '', lines = '']) => [
      index,
      [...lines.matchAll(/: `(.*)`$/gm)].map(([, text = '']) => text),
    ]),
  );
}
