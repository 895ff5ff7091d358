import {join} from 'node:path';
import test from 'ava';
import type {CompilationUnit} from '../../../src/binary/compile-facts.ts';
import {canRun, factsOf, run, sourceFolder, type Tool, tools} from './compiled.ts';
import {dwarfdump, printedFiles, printedUnits} from './printed.ts';

type Step = readonly [Tool, ...string[]];

/** How a file is made, and what its units must be by the options that made it. */
interface Case {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly output: string;
  readonly languages: readonly CompilationUnit['language'][];
  /** Of each unit alike. */
  readonly optimised?: boolean | null;
  readonly lto?: boolean;
}

const C = ['-shared', '-fPIC', '-nostdlib', '-Iinclude', 'one.c', 'src/two.c', '-o', 'out'] as const;
const ELF = {output: 'out', languages: ['c', 'c'], optimised: false} as const;
const gcc = (...options: string[]): Case => ({
  ...ELF,
  title: `gcc ${options.join(' ')}`,
  steps: [['gcc', ...options, ...C]],
});
const clang = (...options: string[]): Case => ({
  ...ELF,
  title: `clang ${options.join(' ')}`,
  steps: [['clang', ...options, ...C]],
  optimised: options.includes('-grecord-command-line') ? !options.includes('-O0') : null,
});
const MINGW = [
  '-shared',
  '-Iinclude',
  'one.c',
  'src/two.c',
  '-nostdlib',
  '-Wl,-e0',
  '-o',
  'out.dll',
] as const;
const mingw = (...options: string[]): Case => ({
  title: `x86_64-w64-mingw32-gcc ${options.join(' ')}`,
  steps: [['mingw', ...options, ...MINGW]],
  output: 'out.dll',
  languages: ['c', 'c'],
  optimised: false,
});
const lld = (target: string, ...options: string[]): Case => {
  const compile = (source: string, object: string): Step => [
    'clang',
    `--target=${target}`,
    '-ffreestanding',
    '-fPIC',
    '-c',
    '-g',
    ...options,
    '-Iinclude',
    source,
    '-o',
    object,
  ];
  return {
    ...ELF,
    title: `clang --target=${target} ${options.join(' ')}`,
    steps: [
      compile('one.c', 'one.o'),
      compile('src/two.c', 'two.o'),
      ['lld', '-shared', 'one.o', 'two.o', '-o', 'out'],
    ],
    optimised: null,
  };
};
const machObject: Step = [
  'clang',
  '--target=arm64-apple-macos11',
  '-g',
  '-Iinclude',
  '-c',
  'one.c',
  '-o',
  'one.o',
];

const CASES: readonly Case[] = [
  gcc('-g'),
  gcc('-gdwarf-2', '-gstrict-dwarf'),
  gcc('-gdwarf-3'),
  gcc('-gdwarf-4'),
  gcc('-gdwarf-5', '-O0', '-g3'),
  gcc('-gdwarf-4', '-gdwarf64'),
  gcc('-gdwarf-5', '-gdwarf64'),
  gcc('-g1'),
  gcc('-g', '-gz=zlib'),
  gcc('-g', '-fdebug-types-section'),
  {...gcc('-g', '-O2'), optimised: true},
  {...gcc('-g', '-Og'), optimised: true},
  {...gcc('-g', '-O3', '-O0'), optimised: false},
  {...gcc('-g', '-gno-record-gcc-switches'), optimised: null},
  {...gcc('-g', '-O2', '-flto'), languages: ['c', 'c', 'c'], optimised: true, lto: true},
  clang('-g'),
  clang('-gdwarf-2'),
  clang('-gdwarf-3'),
  clang('-gdwarf-4'),
  clang('-gdwarf-5', '-grecord-command-line', '-O1'),
  clang('-gdwarf-4', '-grecord-command-line', '-O0'),
  clang('-gdwarf-5', '-gdwarf64'),
  clang('-g1'),
  clang('-g', '-gz=zlib'),
  clang('-gdwarf-4', '-fdebug-compilation-dir=C:/project'),
  clang('-gdwarf-5', '-fdebug-compilation-dir=relative'),
  clang('-gdwarf-4', '-fdebug-compilation-dir=relative'),
  {...clang('-gdwarf-4', '-gsplit-dwarf'), languages: ['other', 'other']},
  {...clang('-gdwarf-5', '-gsplit-dwarf'), languages: ['other', 'other']},
  {...gcc('-gdwarf-4', '-gsplit-dwarf'), languages: ['other', 'other'], optimised: null},
  {...gcc('-gdwarf-5', '-gsplit-dwarf'), languages: ['other', 'other'], optimised: null},
  {
    ...ELF,
    title: 'g++ -g -O0',
    steps: [['g++', '-g', '-O0', '-shared', '-fPIC', '-Iinclude', 'three.cpp', '-o', 'out']],
    languages: ['c++'],
  },
  {
    ...ELF,
    title: 'clang++ -g -std=c++20',
    steps: [['clang++', '-g', '-std=c++20', '-shared', '-fPIC', '-Iinclude', 'three.cpp', '-o', 'out']],
    languages: ['c++'],
    optimised: null,
  },
  {
    ...ELF,
    title: 'gcc -g on assembler',
    steps: [['gcc', '-g', '-shared', '-nostdlib', 'four.s', '-o', 'out']],
    languages: ['assembler'],
  },
  {
    ...ELF,
    title: 'clang -g on assembler',
    steps: [['clang', '-g', '-shared', '-nostdlib', 'four.s', '-o', 'out']],
    languages: ['assembler'],
  },
  {
    ...ELF,
    title: 'zstd by llvm-objcopy',
    steps: [
      ['gcc', '-g', ...C],
      ['llvm-objcopy', '--compress-debug-sections=zstd', 'out'],
    ],
  },
  {...gcc('-g', '-m32'), title: 'gcc -g -m32'},
  {...lld('powerpc64-linux-musl', '-gdwarf-5'), title: 'clang for 64-bit big endian, DWARF 5'},
  {...lld('powerpc64-linux-musl', '-gdwarf-3'), title: 'clang for 64-bit big endian, DWARF 3'},
  {...lld('mips-linux-gnu', '-gdwarf-5'), title: 'clang for 32-bit big endian, DWARF 5'},
  {...lld('mips-linux-gnu', '-gdwarf-2'), title: 'clang for 32-bit big endian, DWARF 2'},
  mingw('-gdwarf-5'),
  mingw('-gdwarf-4'),
  mingw('-gdwarf-2'),
  {
    title: 'clang for macOS, an object file',
    steps: [machObject],
    output: 'one.o',
    languages: ['c'],
    optimised: null,
  },
  {
    title: 'clang -O2 for macOS, an object file, DWARF 5',
    steps: [[...machObject, '-O2', '-gdwarf-5']],
    output: 'one.o',
    languages: ['c'],
    optimised: true,
  },
  {
    title: 'clang -grecord-command-line for macOS',
    steps: [[...machObject, '-grecord-command-line']],
    output: 'one.o',
    languages: ['c'],
    optimised: false,
  },
];

function missing({steps}: Case): string {
  if (dwarfdump === null) return 'llvm-dwarfdump';
  const [[tool]] = [steps[0] ?? ['gcc']];
  const absent = steps.find(([used]) => tools[used] === null)?.[0];
  if (absent !== undefined) return absent;
  const [first] = steps;
  return first && !canRun(first[0], first.slice(1)) ? `a ${tool} that can do this` : '';
}

for (const one of CASES) {
  const lacks = missing(one);
  const live = lacks === '' ? test : test.skip;
  live(`${one.title}: as llvm-dwarfdump prints it${lacks && ` (skipped: ${lacks} not installed)`}`, t => {
    const folder = sourceFolder();
    for (const [tool, ...args] of one.steps) run(folder, tool, args);
    const path = join(folder, one.output);
    const facts = factsOf(path);
    const units = facts?.units ?? [];
    t.deepEqual(
      units.map(unit => [unit.producer, unit.source, unit.directory]),
      printedUnits(path).map(({producer, name, directory}) => [
        producer,
        name?.startsWith('<') ? null : name,
        directory,
      ]),
    );
    t.deepEqual([...new Set(units.flatMap(unit => unit.files))].sort(), printedFiles(path));
    t.deepEqual(
      units.map(unit => unit.language),
      one.languages,
    );
    for (const {optimised, lto} of units) {
      t.is(optimised, one.optimised ?? null);
      t.is(lto, one.lto ?? false);
    }
  });
}
