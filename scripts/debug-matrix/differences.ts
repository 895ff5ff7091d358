import type {Frame, Traceback, TracebackThread} from '../../src/debugging/traceback/model.ts';
import type {Verdict} from '../../src/debugging/verdict/verdict.ts';
import type {KnownFrame, Program} from '../../test/compare/debugging/programs/programs.ts';
import {linesOf, sourcePath} from '../../test/compare/debugging/programs/sources.ts';
import type {Subject} from './interpreters.ts';

/** What is not as it is known to be; empty sentences for what is. */
export interface Differences {
  readonly python: string;
  readonly c: string;
  readonly order: string;
  readonly verdict: string;
}

/** Holds a traceback against what is known of the program. */
export function differencesOf(
  {threads}: Traceback,
  {kind}: Pick<Verdict, 'kind'>,
  program: Program,
  {version}: Pick<Subject, 'version'>,
): Differences {
  const main = threads.find(({isMain}) => isMain);
  const others = threads.filter(thread => thread !== main);
  const parts = ['python', 'c', 'order'] as const;
  const [python, c, order] = parts.map(part => {
    const wanted = (known: readonly KnownFrame[]): string =>
      known
        .filter(frame => part === 'order' || frame.kind === part)
        .map(frame => knownWord(frame, version))
        .join(' < ');
    const seen = (thread: TracebackThread): string => seenWords(thread, program, part, version).join(' < ');
    const mainSeen = main ? seen(main) : 'no main thread';
    if (mainSeen !== wanted(program.main))
      return `main thread: ${mainSeen || 'none'}; known: ${wanted(program.main)}`;
    const other = program.other;
    if (other && !others.some(thread => seen(thread) === wanted(other))) {
      return `other threads: ${others.map(seen).join(' | ') || 'none'}; known: ${wanted(other)}`;
    }
    return '';
  });
  const newest = main?.frames.find(({kind: frameKind}) => frameKind === 'c');
  const ends = !program.endsInInterpreter || (newest?.kind === 'c' && newest.origin === 'interpreter');
  return {
    python: python ?? '',
    c: c || (ends ? '' : 'the newest frame is not of the interpreter'),
    order: order ?? '',
    verdict: program.verdicts.includes(kind) ? '' : `${kind}; known: ${program.verdicts.join(' or ')}`,
  };
}

function knownWord(frame: KnownFrame, version: string): string {
  const lines = linesOf(frame);
  return `${shortName(frame, version)}:${lines.join('/')}`;
}

/** Qualified names of Python are there from 3.11 on. */
function shortName({kind, function: name}: KnownFrame, version: string): string {
  return kind === 'c' || Number(version.split('.')[1]) >= 11 ? name : (name.split('.').at(-1) ?? name);
}

/** A thread's frames of the programs' sources as words, those of a recursion once. */
function seenWords(
  {frames}: TracebackThread,
  {main, other = []}: Program,
  part: 'python' | 'c' | 'order',
  version: string,
): readonly string[] {
  const known = [...main, ...other];
  const words = frames.flatMap((frame): readonly string[] => {
    if (frame.kind === 'cut' || (part !== 'order' && frame.kind !== part)) return [];
    const name = plainName(frame);
    const isOurs =
      frame.kind === 'python'
        ? frame.file === sourcePath('app.py')
        : // Cython's wrappers stand at lines of the same source.
          known.some(one => one.kind === 'c' && one.function === name) ||
          (/\/planted[^/]*\.c(pp)?$/.test(frame.file ?? '') && !/planted_cy/.test(frame.file ?? ''));
    if (!isOurs) return [];
    const lines = known
      .filter(one => one.kind === frame.kind && shortName(one, version) === name)
      .map(linesOf);
    const fitting = lines.find(numbers => numbers.includes(frame.line ?? 0));
    return [`${name}:${fitting ? fitting.join('/') : (frame.line ?? '?')}`];
  });
  return words.filter((word, index) => word !== words[index - 1]);
}

/** Without a C++ function's parameters, and lldb's sign of the outermost namespace. */
function plainName(frame: Exclude<Frame, {kind: 'cut'}>): string {
  return frame.kind === 'python' ? frame.function : (frame.function ?? '').replace(/^::|\(.*$/g, '');
}
