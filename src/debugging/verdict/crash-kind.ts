import type {TracebackThread} from '../traceback/model.ts';
import type {Signal} from './signal-words.ts';
import type {Verdict} from './verdict.ts';

/** So many of the newest frames tell how the program came to its end. */
const NEWEST = 24;

/**
 * Functions in which the C++ runtime ends a program that has an exception on its hands. Where a frame was to be cleaned
 * up before, the one with a name is the personality routine, which libstdc++ exports stripped or not.
 */
const TERMINATE =
  /^(?:std::terminate|__cxxabiv1::__terminate|__gnu_cxx::__verbose_terminate_handler|__cxa_throw|__cxa_rethrow|__gxx_personality_v0|__clang_call_terminate)/;
/** Functions in which the interpreter gives up, Python/pylifecycle.c. */
const FATAL = /^(?:_?Py_Fatal\w*|fatal_error(?:_exit)?)(?:\.\w+)*$/;

/** Which of the ways to end by a signal this is. */
export function crashKind(thread: TracebackThread | undefined, signal: Signal): Verdict['kind'] {
  const names = (thread?.frames ?? [])
    .slice(0, NEWEST)
    .flatMap(frame => (frame.kind === 'c' ? [frame.function ?? ''] : []));
  if (names.some(name => TERMINATE.test(name))) return 'uncaught-exception';
  if (names.some(name => FATAL.test(name))) return 'fatal-error';
  if (signal.name === 'MSVC_CPP_EXCEPTION') return 'uncaught-exception';
  return isAbort(signal) ? 'abort' : 'crash';
}

function isAbort({name, code}: Signal): boolean {
  return name === 'SIGABRT' || name === 'STATUS_FATAL_APP_EXIT' || code === 'FAST_FAIL_FATAL_APP_EXIT';
}

/** What the interpreter was told to give up with; null where its debug information does not tell. */
export function fatalMessage({frames}: TracebackThread): string | null {
  for (const frame of frames.slice(0, NEWEST)) {
    if (frame.kind !== 'c' || !FATAL.test(frame.function ?? '')) continue;
    const value = frame.arguments.find(({name}) => name === 'msg' || name === 'message')?.value ?? '';
    // A pointer to char: its address, then the text as C writes it.
    const text = /"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
    if (text !== undefined) return text;
  }
  return null;
}

/** What the kind adds to the signal's own words; null where those say it all. */
export const KIND_WORDS: Readonly<Partial<Record<Verdict['kind'], string>>> = {
  'uncaught-exception': 'a C++ exception that nothing caught',
  'fatal-error': 'fatal error of the interpreter',
};
