import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Cell} from './cells.ts';
import {cache} from './world.ts';

/** What came of cells, kept from one run to the next: the whole matrix takes longer than one may want to wait. */
const folder = join(cache, 'debug-matrix', 'results');

/** Keeps cells in the place of what is there of them. */
export function keepResults(cells: readonly Cell[]): void {
  mkdirSync(folder, {recursive: true});
  for (const cell of cells) writeFileSync(join(folder, `${keyOf(cell)}.json`), JSON.stringify(cell));
}

/** All that is kept, by the names of their cells. */
export function keptResults(): readonly Cell[] {
  // keepResults wrote them.
  return readdirSync(folder)
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Cell);
}

const keyOf = ({interpreter, build, program, engine, way}: Cell): string =>
  [interpreter, build, program, engine, way].join('-').replaceAll(' ', '_');
