import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {pythonHeaders} from './python-headers.ts';
import type {SyntheticCase} from './synthetic.ts';
import {moduleSource, runIn, shape} from './tools.ts';

const source = fileURLToPath(new URL('sources/python-module.c', import.meta.url));
const release = pythonHeaders('3.11');
const debug = pythonHeaders('3.11d');
const machineOffset = 18;

interface Variant {
  readonly name: string;
  readonly options?: readonly string[];
  readonly include?: string | null;
  /** The Python of the file name, e.g. `311d`; null: a plain `.so`. */
  readonly tag?: string | null;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
  /** What happens to the file after the build, in its folder. */
  readonly finish?: (file: string, folder: string) => Promise<unknown>;
}

const linux = ({name, options = [], include = release, tag = '311', ...more}: Variant): SyntheticCase => {
  const file = tag === null ? `${name}.so` : `${name}.cpython-${tag}-x86_64-linux-gnu.so`;
  return {
    file,
    errors: [more.errors ?? []],
    ...(more.warnings === undefined ? {} : {warnings: more.warnings}),
    ...(include === null ? {missing: "Python 3.11's headers (for a debug case python3.11-dbg's)"} : {}),
    build: async folder => {
      await mkdir(folder, {recursive: true});
      const given = ['-shared', '-fPIC', '-O0', '-g3', `-I${include}`, `-DMODULE_NAME="${name}"`];
      await runIn(folder, 'gcc', ...given, `-DHOOK=PyInit_${name}`, source, '-o', file, ...options);
      await more.finish?.(file, folder);
      return join(folder, file);
    },
  };
};

/** Links the finished module again, to a stand-in of the shared libpython. */
const linkToLibpython = async (file: string, folder: string): Promise<void> => {
  const library = 'libpython3.11.so';
  const standIn = ['-shared', '-fPIC', '-nostdlib', `-Wl,-soname,${library}.1.0`, '-o', library];
  await runIn(folder, 'gcc', ...standIn, ...shape({defines: ['PyModule_Create2']}), moduleSource);
  const given = ['-shared', '-fPIC', `-I${release}`, '-DMODULE_NAME="libpython"', '-DHOOK=PyInit_libpython'];
  await runIn(folder, 'gcc', ...given, source, '-o', file, '-Wl,--no-as-needed', library);
};

const split = async (file: string, folder: string): Promise<void> => {
  await runIn(folder, 'objcopy', '--only-keep-debug', file, 'split.debug');
  await runIn(folder, 'objcopy', '--strip-debug', '--add-gnu-debuglink=split.debug', file);
};

const clearMachine = async (file: string, folder: string): Promise<void> => {
  const bytes = await readFile(join(folder, file));
  bytes.writeUInt16LE(0, machineOffset);
  await writeFile(join(folder, file), bytes);
};

/** Bare Linux modules, good and bad, made with real Python headers. */
export const linuxSynthetic: readonly SyntheticCase[] = [
  linux({name: 'right'}),
  linux({name: 'libpython', finish: linkToLibpython, warnings: ['elf-libpython']}),
  linux({name: 'debugpython', include: debug, tag: '311d'}),
  linux({name: 'debughidden', include: debug, errors: ['pydebug']}),
  linux({name: 'address', options: ['-fsanitize=address'], warnings: ['sanitizer-runtime']}),
  linux({name: 'stripped', options: ['-s']}),
  linux({name: 'split', finish: split}),
  linux({name: 'compressed', options: ['-gz=zlib']}),
  // An ELF header without a machine: either name for it is right.
  {...linux({name: 'nomachine', finish: clearMachine}), errors: [['wrong-arch'], ['unsupported']]},
  {...linux({name: 'nomachine', tag: null, finish: clearMachine}), errors: [['wrong-arch'], ['unsupported']]},
];
