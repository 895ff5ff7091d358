import type {LaunchConfigJson} from './launch-config-json-schema.ts';
import {printable} from './printable.ts';
import type {Style} from './style.ts';
import {hanging} from './wrap.ts';

/** What would keep F5 from working: each with its cure; a sentence where there is nothing. */
export function renderLaunchFindings(
  findings: LaunchConfigJson['findings'],
  {style, width}: {readonly style: Style; readonly width: number},
): string {
  if (findings.length === 0) return 'Nothing was found that would keep F5 from working.\n';
  const lines = findings.flatMap(({where, entry, problem, cure}) => [
    style('bold', printable(entry === null ? where : `${where}: ${entry}`)),
    ...hanging('  ', 2, printable(problem), width),
    ...hanging('  fix ', 6, printable(cure), width),
  ]);
  const count = findings.length === 1 ? '1 thing' : `${findings.length} things`;
  return `${lines.join('\n')}\n\n${count} would keep F5 from working.\n`;
}
