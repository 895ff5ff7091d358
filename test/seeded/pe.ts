import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {inScratch, moduleSource, shape} from './tools.ts';

/** What a seeded PE file shows to a loader. */
export interface PeSpec {
  readonly machine?: 'x86' | 'x86_64';
  readonly hook?: string;
  readonly defines?: readonly string[];
  /** DLL to names; a name written `name@7` is imported by that ordinal alone. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Embedded as resource 2 of type RT_MANIFEST, where the C runtimes of VC 8 and 9 look. */
  readonly manifest?: string;
  /** `14.29.30133.0`, as the file version of the version resource. */
  readonly fileVersion?: string;
}

const resourceScript = (spec: PeSpec): string => {
  const version = spec.fileVersion?.replaceAll('.', ',');
  return [
    ...(spec.manifest === undefined ? [] : ['2 24 "module.manifest"']),
    ...(version === undefined
      ? []
      : [`1 VERSIONINFO\nFILEVERSION ${version}\nPRODUCTVERSION ${version}\n{\n}`]),
    '',
  ].join('\n');
};

/** Builds a PE file with mingw-w64: import libraries from definition files, no C runtime but the one asked for. */
export const buildPe = async (spec: PeSpec): Promise<Uint8Array> => {
  const prefix = spec.machine === 'x86' ? 'i686-w64-mingw32' : 'x86_64-w64-mingw32';
  return inScratch('module.pyd', async (run, folder) => {
    const inputs: string[] = [];
    for (const [dll, names] of Object.entries(spec.imports)) {
      const library = `import${inputs.length}`;
      const lines = names.map(name => name.replace(/^(.*)@(\d+)$/, '$1 @$2 NONAME'));
      await writeFile(join(folder, `${library}.def`), `LIBRARY ${dll}\nEXPORTS\n${lines.join('\n')}\n`);
      await run(`${prefix}-dlltool`, '-d', `${library}.def`, '-l', `${library}.a`);
      inputs.push(`${library}.a`);
    }
    if (spec.manifest !== undefined || spec.fileVersion !== undefined) {
      await writeFile(join(folder, 'module.manifest'), spec.manifest ?? '');
      await writeFile(join(folder, 'module.rc'), resourceScript(spec));
      await run(`${prefix}-windres`, 'module.rc', 'resources.o');
      inputs.push('resources.o');
    }
    const uses = Object.values(spec.imports).flatMap(names => names.map(name => name.replace(/@\d+$/, '')));
    const options = ['-shared', '-nostdlib', '-O1', '-fno-builtin', '-w', '-s', '-o', 'module.pyd'];
    await run(`${prefix}-gcc`, ...options, ...shape({...spec, uses}), moduleSource, ...inputs);
  });
};

/** The manifest that VC 9 writes into a DLL which uses its C runtime. */
export const vc90Manifest = `<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.VC90.CRT" version="9.0.21022.8"
        processorArchitecture="amd64" publicKeyToken="1fc8b3b9a1e18e3b"></assemblyIdentity>
    </dependentAssembly>
  </dependency>
</assembly>
`;

/** The same after distutils took the C runtime out: the module then uses the one that python.exe brought. */
export const emptyManifest = `<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
</assembly>
`;
