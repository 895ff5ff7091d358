import type {Cell} from './cells.ts';

/** A cell on one line, and what is wrong with it on lines of its own. */
export function lineOf(cell: Cell): string {
  const {interpreter, build, program, engine, way, outcome} = cell;
  const what = [interpreter, build, program, engine, way].join(', ');
  if (outcome.kind !== 'report') return `${outcome.kind}: ${what}: ${outcome.reason}`;
  const wrong = faultsOf(cell).map(fault => `\n  ${fault}`);
  return `${wrong.length === 0 ? 'ok' : 'wrong'}: ${what} (${outcome.ms.toFixed(0)} ms)${wrong.join('')}`;
}

/** What is not as it is known to be, or as py-bt has it; sentences. */
export function faultsOf({outcome}: Cell): readonly string[] {
  if (outcome.kind !== 'report') return outcome.kind === 'failed' ? [outcome.reason] : [];
  return Object.entries({...outcome.differences, 'py-bt': outcome.pyBt ?? ''})
    .filter(([, text]) => text !== '')
    .map(([part, text]) => `${part}: ${text}`);
}
