import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {inScratch, moduleSource, shape} from './tools.ts';

/** A module and the file with its debug information, of one link: neither fits those of another. */
export interface DebugPair {
  readonly module: () => Promise<Uint8Array>;
  readonly debugFile: () => Promise<Uint8Array>;
}

/** With `.gnu_debuglink`, as distributions do it; `fileName` is what the link says. */
export const linkedPair = (fileName: string): DebugPair =>
  pairOf(async () => {
    let debugFile = new Uint8Array();
    const module = await inScratch('module.so', async (run, folder) => {
      const options = ['-shared', '-fPIC', '-nostdlib', '-fno-builtin', '-w', '-g', '-O0', '-Wl,--build-id'];
      await run('gcc', ...options, '-o', 'module.so', ...shape({hook: 'PyInit_speed'}), moduleSource);
      await run('objcopy', '--only-keep-debug', 'module.so', fileName);
      await run('strip', '--strip-all', 'module.so');
      await run('objcopy', `--add-gnu-debuglink=${fileName}`, 'module.so');
      debugFile = await readFile(join(folder, fileName));
    });
    return {module, debugFile};
  });

/** With a PDB, as LLVM's linker writes it; `fileName` is what the module calls it. */
export const pdbPair = (fileName: string, pythonDll: string): DebugPair =>
  pairOf(async () => {
    let debugFile = new Uint8Array();
    const module = await inScratch('module.pyd', async (run, folder) => {
      const uses = ['PyModule_Create2'];
      const compile = ['--target=x86_64-pc-windows-msvc', '-g', '-gcodeview', '-O0', '-fno-builtin', '-w'];
      await run(
        'clang-16',
        ...compile,
        '-c',
        '-o',
        'module.obj',
        ...shape({hook: 'PyInit_speed', uses}),
        moduleSource,
      );
      await writeFile(join(folder, 'python.def'), `LIBRARY ${pythonDll}\nEXPORTS\n${uses.join('\n')}\n`);
      await run('llvm-dlltool-16', '-m', 'i386:x86-64', '-d', 'python.def', '-l', 'python.lib');
      const link = [
        '/nologo',
        '/dll',
        '/noentry',
        '/nodefaultlib',
        '/debug',
        `/pdb:${fileName}`,
        `/pdbaltpath:${fileName}`,
      ];
      await run('lld-link-16', ...link, '/out:module.pyd', 'module.obj', 'python.lib');
      debugFile = await readFile(join(folder, fileName));
    });
    return {module, debugFile};
  });

/** Builds once, when either file is asked for. */
const pairOf = (build: () => Promise<{module: Uint8Array; debugFile: Uint8Array}>): DebugPair => {
  let built: ReturnType<typeof build> | null = null;
  const pair = () => (built ??= build());
  return {module: async () => (await pair()).module, debugFile: async () => (await pair()).debugFile};
};
