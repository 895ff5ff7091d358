import type {Frame, TracebackThread} from '../traceback/model.ts';
import {isOwn, isReal, ownFrame, type RealFrame} from '../verdict/frame-words.ts';

/** A line of a thread's list: a frame, or what stands for some. */
export type ListItem =
  | {readonly kind: 'frame'; readonly frame: RealFrame; readonly at: number}
  /** Frames that a reader hardly wants. */
  | {readonly kind: 'folded'; readonly frames: readonly RealFrame[]}
  /** Frames that the walker left out. */
  | {readonly kind: 'cut'; readonly frames: number}
  /** The frames before it, so many as it says, once more and again. */
  | {readonly kind: 'again'; readonly frames: number; readonly times: number};

/** Frames of others above the first of the user's that are shown: the newest, and those that he called. */
const NEWEST = 2;
const CALLED = 3;
/** The same for a thread that has no frame of the user's. */
const WITHOUT_OWN = 12;

/**
 * What to list of a thread: Python's frames and the user's of C; of the rest what stands above the first of these,
 * where the thread did not stop there by itself. `focus` is shown in any case.
 */
export function listedFrames(
  thread: TracebackThread,
  focus: number | null,
  isWhole: boolean,
): readonly ListItem[] {
  const own = ownFrame(thread);
  const isShown = (frame: RealFrame, at: number): boolean => {
    if (isWhole || at === focus || isOwn(frame) || at === own) return true;
    if (own === null) return at < WITHOUT_OWN;
    if (at > own || (thread.waits !== null && !thread.isStopped)) return false;
    return at < NEWEST || at >= own - CALLED;
  };
  const items: ListItem[] = [];
  for (const [at, frame] of thread.frames.entries()) {
    const last = items.at(-1);
    if (!isReal(frame)) items.push(frame);
    else if (isShown(frame, at)) items.push({kind: 'frame', frame, at});
    else if (last?.kind === 'folded')
      items[items.length - 1] = {kind: 'folded', frames: [...last.frames, frame]};
    else items.push({kind: 'folded', frames: [frame]});
  }
  return withoutRepeats(items.map(unfolded(thread)), focus);
}

/** A single frame takes no more room than the line that stands for it. */
function unfolded({frames}: TracebackThread): (item: ListItem) => ListItem {
  return item => {
    const [frame, ...more] = item.kind === 'folded' ? item.frames : [];
    const isAbove = frame !== undefined && frames.indexOf(frame) < frames.findIndex(isOwn);
    return frame && more.length === 0 && isAbove ? {kind: 'frame', frame, at: frames.indexOf(frame)} : item;
  };
}

/** Functions that call each other in a recursion, at most so many. */
const MAX_PERIOD = 4;
/** From so many repetitions on they are counted. */
const MIN_TIMES = 3;

/** Lists what repeats itself once, and says how often it came again. */
function withoutRepeats(items: readonly ListItem[], focus: number | null): readonly ListItem[] {
  const keys = items.map(item => keyOf(item, focus));
  const found: ListItem[] = [];
  for (let at = 0; at < items.length; ) {
    const repeat = repeatAt(keys, at);
    if (repeat === null) {
      const item = items[at];
      if (item) found.push(item);
      at += 1;
      continue;
    }
    const {period, times} = repeat;
    const once = items.slice(at, at + period);
    const frames = once.filter(({kind}) => kind === 'frame').length;
    found.push(...once, {kind: 'again', frames, times: times - 1});
    at += period * times;
  }
  return found;
}

function repeatAt(
  keys: readonly (string | null)[],
  at: number,
): {readonly period: number; readonly times: number} | null {
  for (let period = 1; period <= MAX_PERIOD; period += 1) {
    let end = at + period;
    while (end < keys.length && keys[end] !== null && keys[end] === keys[end - period]) end += 1;
    const times = Math.floor((end - at) / period);
    if (times > MIN_TIMES && keys.slice(at, at + period).some(key => key?.startsWith('frame')))
      return {period, times};
  }
  return null;
}

/** Equal for what is the same to a reader; null for what equals nothing. */
function keyOf(item: ListItem, focus: number | null): string | null {
  switch (item.kind) {
    case 'frame': {
      const {kind, function: name, file, line} = item.frame;
      return item.at === focus ? null : `frame ${JSON.stringify([kind, name, file, line])}`;
    }
    case 'folded':
      return `folded ${item.frames.length}`;
    default:
      return null;
  }
}

/** Whose frames these are: `3 frames of the interpreter and the system`. */
export function foldedWords(frames: readonly Frame[]): string {
  const origins = new Set(frames.flatMap(frame => (frame.kind === 'c' ? [frame.origin] : [])));
  const owners = [
    ...(origins.has('interpreter') ? ['the interpreter'] : []),
    ...(origins.has('system') ? ['the system'] : []),
    ...(origins.has('user') ? ["libraries' headers"] : []),
  ];
  return `${frames.length} frame${frames.length === 1 ? '' : 's'} of ${owners.join(' and ') || 'others'}`;
}
