import type {DebugFile, DebugInfo} from './debug-info.ts';
import {debugInfoOf, whenDebugged} from './debug-severity.ts';
import {countedUnits} from './debug-units.ts';
import type {Draft, Rule} from './rule.ts';
import type {Subject} from './subject.ts';
import {baseName, count, listNames} from './wording.ts';

const WITHOUT_LINES =
  'breakpoints by file and line stay pending, and a debugger shows no source, arguments or locals';
const REBUILD = 'pyxdbg build --debug';

const noDebugInfo: Rule = {
  name: 'no-debug-info',
  title: 'has no debug information, neither in it nor in a file beside it',
  formats: ['pe', 'elf', 'macho'],
  check(subject) {
    const debug = debugInfoOf(subject);
    if (!debug) return [];
    if (countedUnits(debug.compile?.units ?? []).length > 0) return uncoveredDrafts(subject, debug);
    if (debug.problem !== null) return [unreadableDraft(subject, debug.problem)];
    if (debug.isInObjectFiles) return [objectFilesDraft()];
    return [missingDraft(subject, debug)];
  },
};

function missingDraft(subject: Subject, {compile, debugFile}: DebugInfo): Draft {
  const {named, looked} = namedBy(debugFile);
  return {
    severity: whenDebugged(subject),
    subject: named ?? 'debug information',
    message: `has no debug information: ${whatIsMissing(subject, named, compile !== null)}`,
    evidence: looked.length > 0 ? [{label: 'looked at', text: listNames(looked, 3)}] : [],
    breaks: WITHOUT_LINES,
    fix: `build it with ${REBUILD}${named === null ? '' : `, or put the ${named} of this very build beside it`}`,
  };
}

/** Functions of what a compiler links in by itself: start files, libgcc, libgcov, glibc's libc_nonshared.a. */
const RUNTIME_FUNCTIONS =
  /^(?:__.*|_init|_fini|_start|_dl_relocate_static_pie|_Unwind_.*|gcov_.*|mangle_path|atexit|at_quick_exit|pthread_atfork|[fl]?stat(?:at)?(?:64)?|fstatat(?:64)?|mknod(?:at)?)$/;

/** Rust's names, both manglings, and what its runtime exports. */
const RUST_FUNCTIONS = /^(?:_R.*|_ZN.*17h[0-9a-f]{16}E(?:\.llvm\.\d+)?|rust_.*)$/;

/** Functions that a finding names. */
const MAX_FUNCTIONS = 6;

/** Parts of a binary that has debug information otherwise: an assembler file, a static library that others built. */
function uncoveredDrafts(subject: Subject, {compile}: DebugInfo): Draft[] {
  // Parts of Rust's standard library come without debug information; rustc compiles nothing else apart from the rest.
  const hasRust = compile?.units.some(({language}) => language === 'rust') === true;
  const names = (compile?.uncovered ?? []).filter(
    name => !RUNTIME_FUNCTIONS.test(name) && !(hasRust && RUST_FUNCTIONS.test(name)),
  );
  if (names.length === 0) return [];
  return [
    {
      severity: whenDebugged(subject) === 'error' ? 'warning' : 'note',
      subject: 'functions without debug information',
      message: `has ${count(names.length, 'function')} without debug information, out of assembler files or libraries that were built without`,
      evidence: [{label: 'functions', text: listNames(names, MAX_FUNCTIONS)}],
      breaks: 'a debugger steps over them; how they were compiled is unknown',
      fix: 'link a debug build of that library; assemble with -g (nasm -g -F dwarf)',
    },
  ];
}

function namedBy(file: DebugFile): {readonly named: string | null; readonly looked: readonly string[]} {
  if (file.state === 'none') return file;
  return {named: baseName(file.path), looked: []};
}

function whatIsMissing({facts}: Subject, named: string | null, hasRuntimeUnits: boolean): string {
  if (hasRuntimeUnits) return "that in it is the compiler's runtime's alone";
  if (named !== null) return `it has no DWARF, and ${named}, which it names, is not there`;
  return facts.format === 'pe'
    ? 'it has no DWARF, and was linked without /DEBUG, so it names no PDB'
    : 'it has no DWARF, and no separate debug file is there';
}

function unreadableDraft(subject: Subject, problem: string): Draft {
  return {
    severity: subject.role === 'module' ? 'warning' : 'note',
    subject: 'unreadable debug information',
    message: `has debug information that cannot be read: ${problem}`,
    evidence: [],
    breaks: 'a debugger may ignore it; how the parts were compiled is unknown',
    fix: `build it again with ${REBUILD}`,
  };
}

function objectFilesDraft(): Draft {
  return {
    severity: 'note',
    subject: 'debug map',
    message: 'has its DWARF in the object files that its debug map names; how they were compiled is unknown',
    evidence: [],
    breaks: 'lldb finds it only as long as the object files stay where they were',
    fix: 'run dsymutil on it before the build folder goes',
  };
}

const debugInfoMismatch: Rule = {
  name: 'debug-info-mismatch',
  title: 'stands beside the debug file of another build',
  formats: ['pe', 'elf', 'macho'],
  silences: ['no-debug-info'],
  check(subject) {
    const file = debugInfoOf(subject)?.debugFile;
    if (file?.state !== 'mismatched') return [];
    const {path, identity, wanted, found} = file;
    const name = baseName(path);
    return [
      {
        severity: whenDebugged(subject),
        subject: name,
        message: `is not what ${name} describes: the ${identity} ${identity.includes(' and ') ? 'differ' : 'differs'}`,
        evidence: [
          {label: 'wanted', text: wanted},
          {label: 'found', text: `${found} in ${path}`},
        ],
        breaks: `a debugger ignores ${name}: ${WITHOUT_LINES}`,
        fix: `build both in one go with ${REBUILD}, or put the ${name} of this very build there`,
      },
    ];
  },
};

export const debugFileRules: readonly Rule[] = [noDebugInfo, debugInfoMismatch];
