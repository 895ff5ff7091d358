import {cut, printable} from '../../report/printable.ts';
import type {Variable} from '../traceback/model.ts';
import {frameSpot, isOwn, type RealFrame} from '../verdict/frame-words.ts';
import {shortName} from './short-name.ts';
import {snippet} from './snippet.ts';
import type {TracebackTextOptions} from './text-options.ts';
import {cutAtEnd, variableLines} from './variable-text.ts';

/** Source lines before and behind that of the frame that matters. */
const AROUND = 2;
/** Blanks before a frame's values. */
const INDENT = 6;
/** A source line that has less room than this beside its frame is left out. */
const MIN_SOURCE = 12;

/** Widths of the columns of a thread's frames. */
export interface FrameColumns {
  readonly name: number;
  readonly spot: number;
}

/** The widest columns that leave room for a source line. */
const MAX_NAME = 28;
const MAX_SPOT = 24;

/** A longer name is cut, where it stands in no column. */
const WHOLE_NAME = 48;

/** Columns that hold the names and places of the frames that have a source line beside them. */
export function frameColumns(frames: readonly RealFrame[]): FrameColumns {
  const own = frames.filter(frame => isOwn(frame) && frame.line !== null);
  const widest = (lengths: readonly number[], most: number): number =>
    lengths.reduce((one, other) => Math.max(one, Math.min(other, most)), 0);
  return {
    name: widest(
      own.map(frame => shortName(frame, WHOLE_NAME).length),
      MAX_NAME,
    ),
    spot: widest(
      own.map(frame => printable(frameSpot(frame)).length),
      MAX_SPOT,
    ),
  };
}

/** A frame: its language, function and place, its source line, and its values below. */
export function frameLines(
  frame: RealFrame,
  columns: FrameColumns,
  isFocus: boolean,
  {style, width, sources}: TracebackTextOptions,
): readonly string[] {
  const isInColumns = isOwn(frame) && frame.line !== null;
  const name = shortName(frame, isInColumns ? columns.name : WHOLE_NAME).padEnd(columns.name);
  const beginning = `  ${frame.kind === 'c' ? 'C ' : 'Py'}  ${name}  `;
  const spot = printable(frameSpot(frame));
  const shown = isInColumns ? cut(spot, columns.spot) : spot;
  const here = frame.file === null || frame.line === null ? null : sources.line(frame.file, frame.line);
  const around = isFocus ? snippet(frame, sources, AROUND) : [];
  const room = width - beginning.length - columns.spot - 2;
  const beside =
    around.length > 0 || here === null || room < MIN_SOURCE || !isInColumns
      ? ''
      : `${' '.repeat(columns.spot - shown.length)}  ${cutAtEnd(printable(here.trim()), room)}`;
  const variables = shownVariables(frame);
  return [
    `${style('bold', cutAtEnd(`${beginning}${shown}`, width))}${style('dim', beside)}`,
    ...around.map(({number, text, isHere}) => {
      const line = `    ${isHere ? '>' : ' '} ${String(number).padStart(4)}  ${printable(text)}`;
      return isHere ? cutAtEnd(line, width) : style('dim', cutAtEnd(line, width).trimEnd());
    }),
    ...variableLines(variables, frame.kind, width - INDENT).map(
      line => `${' '.repeat(INDENT)}${style('cyan', line)}`,
    ),
  ];
}

function shownVariables(frame: RealFrame): readonly Variable[] {
  if (frame.kind === 'c') return [...(isOwn(frame) ? frame.locals : []), ...frame.arguments];
  // `.0` is what the compiler calls the iterator of a comprehension.
  return frame.locals.filter(({name}) => !name.startsWith('.'));
}
