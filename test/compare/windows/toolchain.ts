import {execFile} from 'node:child_process';
import {mkdir, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const execute = promisify(execFile);

const source = fileURLToPath(new URL('crtprobe.c', import.meta.url));
const mingw = 'x86_64-w64-mingw32';

/** One module to build for a Windows Python. */
export interface Recipe {
  /** The compiler: clang with lld-link links as Visual Studio does, gcc brings MinGW's start files. */
  readonly compiler: 'clang' | 'gcc';
  /** gcc: the C runtime it links to instead of Debian's default, e.g. `ucrt`, `msvcr90`. clang: `ucrt` or `ucrtd`. */
  readonly runtime: string;
  readonly pythonDll: string;
  /** One more name of the Python API that the module takes from the Python DLL. */
  readonly apiName?: string;
  /** `-D` options. */
  readonly defines?: readonly string[];
  /** Further DLLs with the names taken from them; they come before the C runtime. */
  readonly libraries?: Readonly<Record<string, readonly string[]>>;
}

/** The Python API that crtprobe.c uses, by the names that the headers of 3.8 to 3.13 make of it. */
const apiNames = [
  ...[
    'PyArg_ParseTuple',
    '_PyArg_ParseTuple_SizeT',
    'PyBytes_AsStringAndSize',
    'PyErr_Occurred',
    'PyLong_AsLong',
  ],
  ...[
    'PyLong_FromLong',
    'PyModule_Create2',
    'PyUnicode_FromString',
    '_Py_NoneStruct',
    'Py_GetConstantBorrowed',
  ],
];
const crtNames = ['_write', 'getenv', '_putenv', '_errno'];

const importLibrary = async (folder: string, dll: string, names: readonly string[]): Promise<string> => {
  const path = join(folder, `${dll}.lib`);
  await writeFile(`${path}.def`, `LIBRARY ${dll}\nEXPORTS\n${names.join('\n')}\n`);
  await execute('llvm-dlltool-16', ['-m', 'i386:x86-64', '-d', `${path}.def`, '-l', path]);
  return path;
};

const withGcc = async (
  recipe: Recipe,
  folder: string,
  options: readonly string[],
  libraries: readonly string[],
): Promise<void> => {
  const specs = join(folder, 'specs');
  const {stdout} = await execute(`${mingw}-gcc`, ['-dumpspecs']);
  await writeFile(specs, stdout.replaceAll('-lmsvcrt', `-l${recipe.runtime}`));
  const universal = recipe.runtime === 'ucrt' ? ['-D_UCRT', '-D__MSVCRT_VERSION__=0xE00'] : [];
  const output = ['-shared', '-static-libgcc', '-o', join(folder, 'built.pyd')];
  await execute(`${mingw}-gcc`, [
    `-specs=${specs}`,
    ...universal,
    ...options,
    ...output,
    source,
    ...libraries,
  ]);
};

/** No start files of Visual Studio can be had here; a module in C needs no more of them than this. */
const startSource = 'int __stdcall _DllMainCRTStartup(void *h, unsigned long r, void *x) { return 1; }\n';

const withClang = async (
  recipe: Recipe,
  folder: string,
  options: readonly string[],
  libraries: readonly string[],
): Promise<void> => {
  const target = ['--target=x86_64-w64-windows-gnu', '-c', '-O0', '-D_UCRT', '-D_DLL', '-D_MT'];
  // Stack probes and protectors would call into MinGW's support library.
  const plain = ['-fno-stack-protector', '-mno-stack-arg-probe'];
  const start = join(folder, 'start.c');
  await writeFile(start, startSource);
  await execute('clang-16', [...target, ...plain, ...options, '-o', join(folder, 'probe.obj'), source]);
  await execute('clang-16', [...target, ...plain, '-o', join(folder, 'start.obj'), start]);
  const crt =
    recipe.runtime === 'ucrtd'
      ? await Promise.all([
          importLibrary(folder, 'VCRUNTIME140D.dll', ['memcpy']),
          importLibrary(folder, 'ucrtbased.dll', crtNames),
        ])
      : [await importLibrary(folder, 'VCRUNTIME140.dll', ['memcpy']), `/usr/${mingw}/lib/libucrt.a`];
  await execute('lld-link-16', [
    ...[
      '/NOLOGO',
      '/DLL',
      '/ENTRY:_DllMainCRTStartup',
      `/OUT:${join(folder, 'built.pyd')}`,
      `/IMPLIB:${join(folder, 'built.lib')}`,
    ],
    ...[join(folder, 'probe.obj'), join(folder, 'start.obj'), ...libraries, ...crt],
  ]);
};

/** Builds crtprobe.c by a recipe to `folder/fileName`, with the headers of the given Windows Python. */
export const buildProbe = async (
  recipe: Recipe,
  include: string,
  folder: string,
  fileName: string,
): Promise<string> => {
  const scratch = join(folder, 'build');
  await mkdir(scratch, {recursive: true});
  const {apiName} = recipe;
  const defines = [...(recipe.defines ?? []), ...(apiName === undefined ? [] : [`API_NAME=${apiName}`])];
  const options = ['-w', `-I${include}`, ...defines.map(define => `-D${define}`)];
  const pythonNames = apiName === undefined ? apiNames : [...apiNames, apiName];
  const libraries = [await importLibrary(scratch, recipe.pythonDll, pythonNames)];
  for (const [dll, names] of Object.entries(recipe.libraries ?? {})) {
    libraries.push(await importLibrary(scratch, dll, names));
  }
  await (recipe.compiler === 'gcc' ? withGcc : withClang)(recipe, scratch, options, libraries);
  const path = join(folder, fileName);
  await rename(join(scratch, 'built.pyd'), path);
  return path;
};
