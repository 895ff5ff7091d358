import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import type {SeedFiles} from './seeds.ts';

const SOURCE = `
#include <stddef.h>
#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif
extern void *malloc(size_t);
extern void free(void *);
extern int printf(const char *, ...);
#ifndef _WIN32
extern void *PyModule_Create2(void *, int);
extern int optional(void) __attribute__((weak));
#endif
static int helper(int x) { return x * 3; }
EXPORT int (*pointer_to_helper)(int) = helper;
EXPORT int exported_function(int x) { return helper(x); }
EXPORT void *PyInit_demo(void) {
  void *memory = malloc(16);
  printf("%p", memory);
  free(memory);
#ifndef _WIN32
  if (optional) optional();
  return PyModule_Create2(memory, 1013);
#else
  return memory;
#endif
}
`;

/** RT_VERSION and RT_MANIFEST. */
const RESOURCES = `
1 VERSIONINFO FILEVERSION 1,2,3,4 BEGIN
  BLOCK "StringFileInfo" BEGIN BLOCK "040904E4" BEGIN VALUE "FileVersion", "1.2.3.4" END END
END
2 24 BEGIN "<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'/>" END
`;

/** Paths and times would make the bytes differ from run to run; FOLDER is where the compiler runs. */
const STEADY = '-fdebug-prefix-map=FOLDER=.';
const ELF = ['-shared', '-fPIC', '-Wl,-rpath,$ORIGIN/../lib:/opt/lib', '-Wl,--hash-style=both'];
const PE = ['-shared', '-Wl,--no-insert-timestamp'];
const BARE = ['-shared', '-fPIC', '-nostdlib', '-fuse-ld=lld-16', '-Wl,--unresolved-symbols=ignore-all'];
const MACHO = ['-bundle', '-undefined', 'dynamic_lookup', '-platform_version', 'macos', '11.0', '13.0'];

/** Seed name -> commands that write out.bin; a seed of which a program is missing is left out. */
const RECIPES: readonly (readonly [string, readonly (readonly [string, ...string[]])[]])[] = [
  ['gcc.elf', [['gcc', ...ELF, STEADY, '-g', 'demo.c', '-o', 'out.bin']]],
  [
    'gcc-stripped.elf',
    [['gcc', ...ELF, '-s', '-Wl,-z,now,-z,relro,--hash-style=gnu', 'demo.c', '-o', 'out.bin']],
  ],
  [
    'clang-ppc-big.elf',
    [['clang-16', '--target=powerpc-linux-gnu', ...BARE, '-Dsize_t=unsigned', 'demo.c', '-o', 'out.bin']],
  ],
  [
    'clang-arm64.elf',
    [['clang-16', '--target=aarch64-linux-gnu', ...BARE, '-g', STEADY, 'demo.c', '-o', 'out.bin']],
  ],
  ['mingw.pe', [['x86_64-w64-mingw32-gcc', ...PE, '-s', 'demo.c', '-o', 'out.bin']]],
  ['mingw-32.pe', [['i686-w64-mingw32-gcc', ...PE, '-s', 'demo.c', '-o', 'out.bin']]],
  [
    'mingw-resources.pe',
    [
      ['x86_64-w64-mingw32-windres', 'demo.rc', 'demo.res.o'],
      [
        'x86_64-w64-mingw32-gcc',
        ...PE,
        STEADY,
        '-g',
        '-nostdlib',
        '-Wl,-e,0',
        'demo.c',
        'demo.res.o',
        '-lmsvcrt',
        '-o',
        'out.bin',
      ],
    ],
  ],
  ...(['x86_64', 'arm64'] as const).map(
    arch =>
      [
        `lld-${arch}.macho`,
        [
          ['clang-16', `--target=${arch}-apple-macos11`, '-c', 'demo.c', '-o', 'demo.o'],
          ['ld64.lld-16', '-arch', arch, ...MACHO, 'demo.o', '-o', 'out.bin'],
        ],
      ] as const,
  ),
];

/** Seeds made by the compilers of this machine. */
export function compiledSeeds(): SeedFiles {
  const seeds = new Map<string, Uint8Array>();
  for (const [name, commands] of RECIPES) {
    if (commands.some(([program]) => toolNamed(program) === null)) continue;
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'demo.c'), SOURCE);
    writeFileSync(join(folder, 'demo.rc'), RESOURCES);
    for (const [program, ...args] of commands) {
      const given = args.map(arg => arg.replace('FOLDER', folder));
      execFileSync(program, given, {cwd: folder, stdio: ['ignore', 'ignore', 'pipe']});
    }
    seeds.set(name, readFileSync(join(folder, 'out.bin')));
  }
  return seeds;
}
