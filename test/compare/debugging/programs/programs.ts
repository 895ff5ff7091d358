import type {VERDICT_KINDS} from '../../../../src/debugging/verdict/verdict.ts';

/** A frame that is known beforehand; `at` names the marks of the lines (`at: NAME`) in its source. */
export interface KnownFrame {
  readonly kind: 'c' | 'python';
  /** C: as the source spells it, with its namespace. Python: the qualified name. */
  readonly function: string;
  readonly source: SourceName;
  readonly at: readonly string[];
}

export type SourceName = 'app.py' | 'planted.c' | 'planted_cxx.cpp' | 'planted_cy.pyx' | 'faults.c';

/** A program with a planted fault, and what is true of it. */
export interface Program {
  /** The word that app.py takes. */
  readonly name: string;
  readonly kind:
    | 'crash'
    | 'hang'
    | 'deadlock'
    | 'over-decref'
    | 'abort'
    | 'stack overflow'
    | 'Cython'
    | 'C++ exception';
  /** False where it stays as it is for ever, and is looked at while it runs. */
  readonly isFatal: boolean;
  /** What may be said of it; of a loop while nobody waits for it, that it runs. */
  readonly verdicts: readonly (typeof VERDICT_KINDS)[number][];
  /** Frames of the main thread, most recent call first, those of a recursion once. */
  readonly main: readonly KnownFrame[];
  /** The same of the one other thread that matters. */
  readonly other?: readonly KnownFrame[];
  /** It is no fault where there is no GIL. */
  readonly needsGil?: true;
  /** Its innermost frame is the interpreter's, whichever of its functions came upon the freed object. */
  readonly endsInInterpreter?: true;
}

const c = (name: string, ...at: string[]): KnownFrame => ({
  kind: 'c',
  function: name,
  source: 'planted.c',
  at,
});
const cxx = (name: string, ...at: string[]): KnownFrame => ({...c(name, ...at), source: 'planted_cxx.cpp'});
const cython = (name: string, ...at: string[]): KnownFrame => ({...c(name, ...at), source: 'planted_cy.pyx'});
const py = (name: string, ...at: string[]): KnownFrame => ({
  kind: 'python',
  function: name,
  source: 'app.py',
  at,
});

const start = [py('Model.run', 'method'), py('<module>', 'module')] as const;

export const PROGRAMS: readonly Program[] = [
  {
    name: 'crash',
    kind: 'crash',
    isFatal: true,
    verdicts: ['crash'],
    main: [
      c('add_weights', 'null-read'),
      c('read_null', 'read-null'),
      py('walk.<locals>.<genexpr>', 'generator'),
      py('walk', 'walk'),
      py('crash.<locals>.<lambda>', 'crash'),
      c('call_back', 'call-back'),
      py('crash', 'crash'),
      ...start,
    ],
  },
  {
    name: 'hang',
    kind: 'hang',
    isFatal: false,
    verdicts: ['looping', 'running'],
    main: [
      c('turn_for_ever', 'turn', 'turn-body', 'turn-count'),
      c('spin', 'spin'),
      py('hang.<locals>.<lambda>', 'hang'),
      c('call_back', 'call-back'),
      py('hang', 'hang'),
      ...start,
    ],
    other: [py('idle', 'idle')],
  },
  {
    name: 'deadlock',
    kind: 'deadlock',
    isFatal: false,
    verdicts: ['deadlock'],
    main: [c('gil_then_lock', 'take-mutex'), py('deadlock', 'deadlock'), ...start],
    other: [c('lock_then_gil', 'take-gil'), py('hold_mutex', 'hold-mutex')],
    needsGil: true,
  },
  {
    name: 'mutexes',
    kind: 'deadlock',
    isFatal: false,
    verdicts: ['deadlock'],
    main: [c('lock_first_then_second', 'take-second'), py('mutexes', 'mutexes'), ...start],
    other: [c('lock_second_then_first', 'take-first'), py('second_first', 'second-first')],
  },
  {
    name: 'decref',
    kind: 'over-decref',
    isFatal: true,
    verdicts: ['crash'],
    main: [py('read_value', 'read-value'), py('decref', 'decref'), ...start],
    endsInInterpreter: true,
  },
  {
    name: 'abort',
    kind: 'abort',
    isFatal: true,
    verdicts: ['abort'],
    main: [c('check_count', 'abort'), c('call_abort', 'call-abort'), py('abort', 'abort'), ...start],
  },
  {
    name: 'asserts',
    kind: 'abort',
    isFatal: true,
    verdicts: ['abort'],
    main: [c('assert_small', 'assert'), c('call_assert', 'call-assert'), py('asserts', 'asserts'), ...start],
  },
  {
    name: 'fatal',
    kind: 'abort',
    isFatal: true,
    verdicts: ['fatal-error'],
    main: [c('call_fatal_error', 'fatal-error'), py('fatal', 'fatal'), ...start],
  },
  {
    name: 'overflow',
    kind: 'stack overflow',
    isFatal: true,
    verdicts: ['stack-overflow'],
    // The page below the stack is met in the function's first instructions, or at one of its calls.
    main: [
      c('descend', 'descend-entry', 'descend-fill', 'descend'),
      c('overflow', 'overflow'),
      py('overflow', 'overflow'),
      ...start,
    ],
  },
  {
    name: 'cython',
    kind: 'Cython',
    isFatal: true,
    verdicts: ['crash'],
    main: [
      cython('__pyx_f_10planted_cy_add_up', 'cython-null'),
      cython('__pyx_f_10planted_cy_6Series_total', 'cython-total'),
      py('cython', 'cython'),
      ...start,
    ],
  },
  {
    name: 'exception',
    kind: 'C++ exception',
    isFatal: true,
    verdicts: ['uncaught-exception'],
    main: [
      cxx('wire::parse_header', 'throw'),
      cxx('header_length', 'header-length'),
      cxx('decode', 'decode'),
      py('exception', 'exception'),
      ...start,
    ],
  },
  {
    name: 'unwound',
    kind: 'C++ exception',
    isFatal: true,
    verdicts: ['uncaught-exception'],
    main: [
      cxx('wire::parse_copy', 'clean-up'),
      cxx('copy_length', 'copy-length'),
      cxx('decode_copy', 'decode-copy'),
      py('unwound', 'unwound'),
      ...start,
    ],
  },
];
