import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {inScratch, moduleSource, shape} from './tools.ts';

/** What a seeded Mach-O bundle shows to dyld. */
export interface MachOSpec {
  /** One: a thin file; several: a fat one. */
  readonly architectures: readonly ('arm64' | 'x86_64')[];
  readonly minimumOs: string;
  readonly hook?: string;
  /** Names looked up in every loaded image (`-undefined dynamic_lookup`), as Python's modules do. */
  readonly undefined?: readonly string[];
  /** Install names of libraries that are needed beside the system's own. */
  readonly needed?: readonly string[];
  readonly rpath?: string;
  /** Leaves out the ad-hoc signature that the linker otherwise writes. */
  readonly unsigned?: boolean;
}

/** A text stub of a dynamic library, enough to link against without Apple's SDK. */
const stub = (installName: string, symbols: readonly string[]): string =>
  [
    '--- !tapi-tbd',
    'tbd-version: 4',
    'targets: [ arm64-macos, x86_64-macos ]',
    `install-name: '${installName}'`,
    'exports:',
    '  - targets: [ arm64-macos, x86_64-macos ]',
    `    symbols: [ ${symbols.join(', ')} ]`,
    '...\n',
  ].join('\n');

/** Builds a Mach-O bundle with clang and ld64.lld. */
export const buildMachO = async (spec: MachOSpec): Promise<Uint8Array> =>
  inScratch('module.so', async (run, folder) => {
    await writeFile(
      join(folder, 'system.tbd'),
      stub('/usr/lib/libSystem.B.dylib', ['dyld_stub_binder', '_malloc']),
    );
    const libraries = ['system.tbd'];
    for (const [index, installName] of (spec.needed ?? []).entries()) {
      await writeFile(join(folder, `needed${index}.tbd`), stub(installName, [`_needed${index}`]));
      libraries.push(`needed${index}.tbd`);
    }
    const uses = [
      ...(spec.undefined ?? []),
      ...(spec.needed ?? []).map((_, index) => `needed${index}`),
      'malloc',
    ];
    const slices: string[] = [];
    for (const architecture of spec.architectures) {
      const target = `--target=${architecture}-apple-macos${spec.minimumOs}`;
      const object = `${architecture}.o`;
      const slice = `${architecture}.so`;
      await run(
        'clang-16',
        target,
        '-c',
        '-O1',
        '-fno-builtin',
        '-w',
        ...shape({...spec, uses}),
        moduleSource,
        '-o',
        object,
      );
      await run(
        'ld64.lld-16',
        ...['-arch', architecture, '-platform_version', 'macos', spec.minimumOs, spec.minimumOs],
        ...['-bundle', '-undefined', 'dynamic_lookup', '-o', slice],
        ...(spec.rpath === undefined ? [] : ['-rpath', spec.rpath]),
        ...(spec.unsigned === true ? ['-no_adhoc_codesign'] : ['-adhoc_codesign']),
        ...[object, ...libraries],
      );
      slices.push(slice);
    }
    await run('llvm-lipo-16', '-create', ...slices, '-output', 'module.so');
  });
