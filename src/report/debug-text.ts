import {counted} from './count-text.ts';
import {shown} from './printable.ts';
import type {BinaryReport, CheckReport, DebugReport} from './report.ts';
import {makeStyle, type Style} from './style.ts';

/** One line a binary on its debug information, for a report made with `--debug`. */
export function renderDebug(report: CheckReport, {color}: {readonly color: boolean}): string {
  const style = makeStyle(color);
  const blocks = report.artefacts.flatMap(({path, binaries}) => {
    const lines = binaries.flatMap(binary => debugLine(binary, style));
    // A file that was named itself need not be named twice.
    const isItself = binaries.length === 1 && path.endsWith(binaries[0]?.path ?? '/');
    return lines.length === 0
      ? []
      : [[...(isItself ? [] : [style('bold', shown(path))]), ...lines].join('\n')];
  });
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n\n`;
}

function debugLine({path, debug}: BinaryReport, style: Style): string[] {
  return debug === undefined ? [] : [`  ${shown(path)}  ${style('dim', shown(describeDebug(debug)))}`];
}

/** `debug info: DWARF, 12 units, -O0, all sources there`. */
function describeDebug(debug: DebugReport): string {
  const {format, units, levels, lto, debugFile} = debug;
  if (format === null || units === 0) return 'debug info: none';
  const levelNames = Object.keys(levels);
  const levelText =
    levelNames.length === 1
      ? describeLevel(levelNames[0] ?? '')
      : Object.entries(levels)
          .map(([level, amount]) => `${amount} ${describeLevel(level)}`)
          .join(', ');
  return [
    `debug info: ${format === 'dwarf' ? 'DWARF' : 'CodeView'}${debugFile?.matches ? ` in ${debugFile.path}` : ''}`,
    counted(units, 'unit'),
    levelText,
    ...(lto > 0 ? [`${lto} with LTO`] : []),
    describeSources(debug),
  ].join(', ');
}

function describeSources({missingSources, unknownSources}: DebugReport): string {
  if (missingSources.length > 0) return `${counted(missingSources.length, 'source')} missing`;
  return unknownSources > 0 ? 'sources not looked up' : 'all sources there';
}

function describeLevel(level: string): string {
  return level === 'unknown' ? 'optimisation unknown' : level;
}
