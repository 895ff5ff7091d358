import {printable} from '../../report/printable.ts';
import type {Frame} from '../traceback/model.ts';
import {frameName, frameSpot, isReal, type RealFrame} from '../verdict/frame-words.ts';
import type {TracebackTextOptions} from './text-options.ts';
import {cutAtEnd, variableLines} from './variable-text.ts';

/** Source lines before and behind that of the frame that matters. */
const AROUND = 2;
const INDENT = 6;

/** Widths of the columns of a thread's frames. */
export interface FrameColumns {
  readonly name: number;
  readonly spot: number;
}

/** The widest column that still leaves room for a source line. */
const MAX_NAME = 24;
const MAX_SPOT = 22;

/** Columns that hold most names and places of these frames. */
export function frameColumns(frames: readonly Frame[]): FrameColumns {
  const real = frames.filter(isReal);
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(0, ...texts.map(text => text.length)));
  return {name: widest(real.map(frameName), MAX_NAME), spot: widest(real.map(frameSpot), MAX_SPOT)};
}

/** A frame: its language, function and place, its source line, and its values below. */
export function frameLines(
  frame: RealFrame,
  columns: FrameColumns,
  isFocus: boolean,
  {style, width, sources}: TracebackTextOptions,
): readonly string[] {
  const name = printable(frameName(frame)).padEnd(columns.name);
  const spot = printable(frameSpot(frame));
  const head = `  ${frame.kind === 'c' ? 'C ' : 'Py'}  ${name}  ${spot}`;
  const here = frame.file === null || frame.line === null ? null : sources.line(frame.file, frame.line);
  const around = isFocus && here !== null ? snippet(frame, sources) : [];
  const room = width - Math.max(head.length, 8 + columns.name + columns.spot) - 2;
  const beside =
    around.length > 0 || here === null || room < 12
      ? ''
      : `${' '.repeat(Math.max(0, columns.spot - spot.length))}  ${cutAtEnd(printable(here.trim()), room)}`;
  const variables = frame.kind === 'c' ? [...frame.locals, ...frame.arguments] : frame.locals;
  return [
    `${style('bold', head)}${style('dim', beside)}`,
    ...around.map(({text, isHere}) => {
      const line = cutAtEnd(`    ${isHere ? '>' : ' '} ${text}`, width);
      return isHere ? line : style('dim', line);
    }),
    ...variableLines(variables, frame.kind, width - INDENT).map(line =>
      style('cyan', `${' '.repeat(INDENT)}${line}`),
    ),
  ];
}

function snippet(
  {file, line}: RealFrame,
  sources: TracebackTextOptions['sources'],
): readonly {readonly text: string; readonly isHere: boolean}[] {
  if (file === null || line === null) return [];
  const numbers = Array.from({length: 2 * AROUND + 1}, (_, index) => line - AROUND + index);
  return numbers.flatMap(number => {
    const text = number < 1 ? null : sources.line(file, number);
    return text === null
      ? []
      : [
          {
            text: `${String(number).padStart(4)}  ${printable(text.replaceAll('\t', '    '))}`,
            isHere: number === line,
          },
        ];
  });
}
