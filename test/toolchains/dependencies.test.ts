import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {toolchains} from './tables.ts';

const {dependencies} = toolchains;

// Libraries that modules on PyPI really need, and the projects that have them.
const needs: readonly (readonly [library: string, project: string])[] = [
  ['libtorch_python.so', 'torch'],
  ['libc10_cuda.so', 'torch'],
  ['c10.dll', 'torch'],
  ['torch_cpu.dll', 'torch'],
  ['libtensorflow_framework.so.2', 'tensorflow'],
  ['libarrow.so.2100', 'pyarrow'],
  ['arrow.dll', 'pyarrow'],
  ['libcudart.so.12', 'nvidia-cuda-runtime-cu12'],
  ['cudart64_110.dll', 'nvidia-cuda-runtime-cu11'],
  ['libcublasLt.so.12', 'nvidia-cublas-cu12'],
  ['libcudnn_ops_infer.so.8', 'nvidia-cudnn-cu11'],
  ['libnccl.so.2', 'nvidia-nccl-cu12'],
  ['libnvrtc.so.12', 'nvidia-cuda-nvrtc-cu12'],
  ['libnvJitLink.so.12', 'nvidia-nvjitlink-cu12'],
  ['pywintypes312.dll', 'pywin32'],
  ['pythoncom39.dll', 'pywin32'],
  ['shiboken6.abi3.dll', 'shiboken6'],
  ['pyside6.abi3.dll', 'pyside6-essentials'],
  ['libpyside6.abi3.so.6.9', 'pyside6-essentials'],
  ['Qt6Core.dll', 'pyside6-essentials'],
  ['Qt5Core.dll', 'pyqt5-qt5'],
  ['libQt5Core.so.5', 'pyqt5-qt5'],
  ['tbb12.dll', 'tbb'],
  ['libiomp5md.dll', 'intel-openmp'],
  ['mkl_rt.2.dll', 'mkl'],
  ['@rpath/libtorch.dylib', 'torch'],
];

for (const [library, project] of needs) {
  test(`${library} comes with ${project}`, t => {
    t.true(dependencies.projectsFor(library).includes(project));
  });
}

test('libraries of the system or of nobody come with no project', t => {
  for (const library of [
    'libc.so.6',
    'KERNEL32.dll',
    'python312.dll',
    'libz.so.1',
    'foo.dll',
    '',
    'x'.repeat(1e6),
  ]) {
    t.deepEqual(dependencies.projectsFor(library), [], library.slice(0, 20));
    t.is(dependencies.driver(library), null, library.slice(0, 20));
  }
});

test('a driver’s library is no matter for a wheel', t => {
  t.is(dependencies.driver('libcuda.so.1'), 'NVIDIA driver');
  t.is(dependencies.driver('nvcuda.dll'), 'NVIDIA driver');
  t.is(dependencies.driver('OpenCL.dll'), 'OpenCL driver');
  t.is(dependencies.driver('libcudart.so.12'), null);
});

const gxx = toolNamed('x86_64-w64-mingw32-g++-posix', 'x86_64-w64-mingw32-g++');
const objdump = toolNamed('x86_64-w64-mingw32-objdump', 'objdump');
const live = gxx && objdump ? test : test.skip;
const skipped = gxx && objdump ? '' : ' (skipped: mingw-w64 g++ or objdump not installed)';

const THREADED_CPP = `#include <string>
#include <thread>
#include <stdexcept>
extern "C" __declspec(dllexport) int f(int n) {
  try { if (n > 3) throw std::runtime_error(std::to_string(n)); }
  catch (const std::exception &e) { std::thread([&] { n = int(std::string(e.what()).size()); }).join(); }
  return n;
}`;

function importsOf(options: readonly string[]): string[] {
  const folder = temporaryFolder();
  const [source, dll] = [join(folder, 'module.cpp'), join(folder, 'module.pyd')];
  writeFileSync(source, THREADED_CPP);
  // Before the source for -static-*, after it for libraries.
  const libraries = options.filter(option => option.includes('-lwinpthread'));
  const others = options.filter(option => !libraries.includes(option));
  execFileSync(gxx ?? '', [
    ...others,
    '-shared',
    '-o',
    dll,
    source,
    ...libraries.flatMap(one => one.split(' ')),
  ]);
  const printed = execFileSync(objdump ?? '', ['-p', dll], {encoding: 'utf8'});
  return [...printed.matchAll(/DLL Name: (\S+)/g)].map(([, name = '']) => name);
}

live(`what MinGW adds to a C++ module is known, and its static options take it away${skipped}`, t => {
  const isMingw = (dll: string) => dependencies.mingwRuntime(dll) !== null;
  let imports = importsOf([]);
  const unknown = imports.filter(dll => !isMingw(dll) && !toolchains.windows.isSystem(dll));
  t.deepEqual(unknown, []);
  t.true(imports.includes('libstdc++-6.dll'));
  // A static C++ library needs the threads library, which its DLL hid: the second round finds that.
  const options = new Set<string>();
  for (let round = 0; round < 3 && imports.some(isMingw); round++) {
    for (const dll of imports) {
      const option = dependencies.mingwRuntime(dll)?.staticOption;
      if (option) options.add(option);
    }
    imports = importsOf([...options]);
  }
  t.deepEqual(imports.filter(isMingw), []);
});

test('a bundled MinGW runtime is known by its changed name', t => {
  t.truthy(dependencies.mingwRuntime('libgcc_s_seh-1-ca70890bbc5723b6d0ea31e9c9cded2b.dll'));
  t.is(dependencies.mingwRuntime('libfoo-1.dll'), null);
});
