import {printable} from '../../report/printable.ts';
import type {Style} from '../../report/style.ts';
import {wrap, wrapSentence} from '../../report/wrap.ts';
import type {Check} from './model.ts';

const MARKS = {ok: 'ok', warning: 'warning', problem: 'problem'} as const;
const COLORS = {ok: 'green', warning: 'yellow', problem: 'red'} as const;
const STATUS_WIDTH = 9;

/** The table: a line a check, what to do below it. */
export function renderDoctor(checks: readonly Check[], style: Style, width: number): string {
  const nameWidth = Math.max(...checks.map(({name}) => name.length)) + 2;
  const indent = nameWidth + STATUS_WIDTH;
  const room = Math.max(30, width - indent - 1);
  const lines = checks.flatMap(({name, status, found, cure}) => {
    const [first = '', ...rest] = wrap(printable(found), room);
    return [
      `${name.padEnd(nameWidth)}${style(COLORS[status], MARKS[status].padEnd(STATUS_WIDTH))}${first}`,
      ...rest.map(line => ' '.repeat(indent) + line),
      ...(cure === null
        ? []
        : wrapSentence(`fix: ${printable(cure)}`, room).map(line => ' '.repeat(indent) + line)),
    ];
  });
  const count = (status: Check['status']): number => checks.filter(one => one.status === status).length;
  const problems = count('problem');
  const warnings = count('warning');
  const end =
    problems + warnings === 0
      ? 'All is well.'
      : `${problems} problem${problems === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}.`;
  return `${[...lines, '', end].join('\n')}\n`;
}
