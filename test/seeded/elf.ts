import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {inScratch, moduleSource, shape} from './tools.ts';

/** A library that a seeded ELF file needs. */
export interface NeededLibrary {
  readonly soname: string;
  /** Names taken from it; `name@GLIBC_2.34` with that symbol version. */
  readonly names?: readonly string[];
}

/** What a seeded ELF shared object shows to ld.so. */
export interface ElfSpec {
  readonly machine?: 'x86_64' | 'aarch64';
  readonly soname?: string;
  readonly hook?: string;
  readonly defines?: readonly string[];
  /** Names left undefined, to be found in the interpreter. */
  readonly undefined?: readonly string[];
  readonly needed?: readonly NeededLibrary[];
  /** DT_RUNPATH. */
  readonly runpath?: string;
  readonly executableStack?: boolean;
  /** More options for the compiler, which win over those of every seeded module. */
  readonly options?: readonly string[];
  /** What the source is read as; this repository's own by default. */
  readonly source?: string;
}

/** gcc for this machine; clang and lld for another, which need no system headers for these sources. */
const compiler = (machine: ElfSpec['machine']): [string, ...string[]] =>
  machine === 'aarch64'
    ? ['clang-16', '--target=aarch64-linux-gnu', '-fuse-ld=lld-16']
    : ['gcc', '-Wl,--no-as-needed', '-Wl,--build-id'];

const versionScript = (names: readonly string[]): string => {
  const versions = Map.groupBy(
    names.flatMap(name => {
      const [symbol, version] = name.split('@');
      return symbol !== undefined && version !== undefined ? [{symbol, version}] : [];
    }),
    ({version}) => version,
  );
  return [...versions]
    .map(([version, list]) => `${version} { ${list.map(({symbol}) => `${symbol};`).join(' ')} };\n`)
    .join('');
};

/** Builds an ELF shared object against stand-ins of the libraries it needs: this machine's own are not looked at. */
export const buildElf = async (spec: ElfSpec): Promise<Uint8Array> => {
  const [program, ...target] = compiler(spec.machine);
  const common = [...target, '-shared', '-fPIC', '-nostdlib', '-O1', '-fno-builtin', '-w'];
  const needed = spec.needed ?? [];
  return inScratch('module.so', async (run, folder) => {
    for (const [index, {soname, names = []}] of needed.entries()) {
      await writeFile(join(folder, `${index}.map`), versionScript(names));
      const defines = names.map(name => name.replace(/@.*/, ''));
      const versions = names.some(name => name.includes('@')) ? [`-Wl,--version-script=${index}.map`] : [];
      const options = [...versions, `-Wl,-soname,${soname}`, '-o', `needed${index}.so`];
      await run(program, ...common, ...options, ...shape({defines}), moduleSource);
    }
    const uses = [
      ...(spec.undefined ?? []),
      ...needed.flatMap(({names = []}) => names.map(name => name.replace(/@.*/, ''))),
    ];
    await run(
      program,
      ...common,
      ...(spec.soname === undefined ? [] : [`-Wl,-soname,${spec.soname}`]),
      ...(spec.runpath === undefined ? [] : ['-Wl,--enable-new-dtags', `-Wl,-rpath,${spec.runpath}`]),
      ...(spec.executableStack === true ? ['-Wl,-z,execstack'] : []),
      ...['-o', 'module.so', ...(spec.options ?? []), ...shape({...spec, uses}), spec.source ?? moduleSource],
      ...needed.map((_, index) => `./needed${index}.so`),
    );
  });
};
