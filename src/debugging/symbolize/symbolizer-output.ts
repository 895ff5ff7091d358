import * as v from 'valibot';
import type {LocatedCode, SourcePlace} from './located.ts';

const LlvmSchema = v.object({
  Symbol: v.optional(v.array(v.object({FunctionName: v.string(), FileName: v.string(), Line: v.number()}))),
});

/** Output of `llvm-symbolizer --output-style=JSON`: a document a line, inlined functions first. */
export function parseLlvmSymbolizer(output: string): readonly LocatedCode[] {
  return output
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      try {
        const parsed = v.safeParse(LlvmSchema, JSON.parse(line));
        if (!parsed.success) return [];
        return (parsed.output.Symbol ?? [])
          .map(({FunctionName, FileName, Line}) => placeOf(FunctionName, FileName, Line))
          .filter(isKnown);
      } catch {
        return [];
      }
    });
}

/** Output of `addr2line -f -i -a`: an address, then pairs of lines: a function, and a file with its line. */
export function parseAddr2line(output: string): readonly LocatedCode[] {
  const found: SourcePlace[][] = [];
  const lines = output.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^0x[0-9a-f]{8,16}$/.test(line)) {
      found.push([]);
      continue;
    }
    const [, file = '', number = ''] =
      /^(.*):(\d+|\?)(?: \(discriminator \d+\))?$/.exec(lines[at + 1] ?? '') ?? [];
    if (file === '') continue;
    found.at(-1)?.push(placeOf(line, file, Number(number) || 0));
    at++;
  }
  return found.map(places => places.filter(isKnown));
}

/** Tools write `??` and 0 for what they do not know. */
function placeOf(name: string, file: string, line: number): SourcePlace {
  return {
    function: name === '' || name === '??' || name === '<invalid>' ? null : name,
    file: file === '' || file === '??' || file === '<invalid>' ? null : file,
    line: line > 0 ? line : null,
  };
}

function isKnown(place: SourcePlace): boolean {
  return place.function !== null || place.file !== null;
}
