import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {KnownFrame, SourceName} from './programs.ts';

/** Where a source of the programs is. */
export function sourcePath(name: SourceName): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The numbers of the lines that a known frame may stand at. */
export function linesOf({source, at}: Pick<KnownFrame, 'source' | 'at'>): readonly number[] {
  const lines = readFileSync(sourcePath(source), 'utf8').split('\n');
  return at.map(mark => {
    const found = lines.flatMap((text, index) =>
      new RegExp(`at: ${mark}\\b(?!-)`).test(text) ? [index + 1] : [],
    );
    const [line] = found;
    if (found.length !== 1 || line === undefined)
      throw new Error(`${source} has ${found.length} marks ${mark}`);
    return line;
  });
}
