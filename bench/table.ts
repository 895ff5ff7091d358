import {cpus} from 'node:os';
import type {Cost} from './measure.ts';

/** How the costs compare with those of one of them. */
export interface Comparison {
  readonly title: string;
  readonly costs: readonly Cost[];
  /** The name of the one that the others are divided by. */
  readonly base: string;
}

/** Prints the costs with their ratios of processor time, as a Markdown table. */
export function printTable({title, costs, base}: Comparison): void {
  const baseCpu = costs.find(({name}) => name === base)?.cpuSeconds ?? Number.NaN;
  const rows = costs.map(({name, cpuSeconds, wallSeconds, maxRssMib}) => [
    name,
    seconds(cpuSeconds),
    seconds(wallSeconds),
    `${maxRssMib.toFixed(0)} MiB`,
    `${(cpuSeconds / baseCpu).toFixed(2)}x`,
  ]);
  const table = [
    ['', 'CPU', 'wall', 'peak memory', `CPU, of ${base}`],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ];
  process.stdout.write(`\n${title}\n\n${table.map(row => `| ${row.join(' | ')} |\n`).join('')}`);
}

/** Prints what the figures were taken on. */
export function printMachine(): void {
  const {length, [0]: first} = cpus();
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}, ${length} x ${first?.model ?? 'unknown'}, ${process.platform}, Node.js ${process.version}\n`,
  );
}

function seconds(value: number): string {
  return value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`;
}
