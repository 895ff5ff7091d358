/** What other programs say of the identity of binaries. They are given many files at once: starting them costs most. */
import {execFileSync} from 'node:child_process';

/** By path of the file. */
export type Answers<Answer> = ReadonlyMap<string, Answer>;

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

function run(program: string, args: readonly string[], input?: string): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    ...(input !== undefined && {input}),
  });
}

/** Some of these end with a status for a file that they dislike, and have said all on the others. */
function runToTheEnd(program: string, args: readonly string[]): string {
  try {
    return run(program, args);
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return error.stdout;
    throw error;
  }
}

/** What `llvm-readobj` reads of a PE file. */
export interface PeFields {
  readonly timestamp: number;
  readonly imageSizeBytes: number;
  /** The 16 bytes of the GUID as they stand in the file, in hexadecimal; null without an RSDS record. */
  readonly guidBytes: string | null;
  readonly age: number | null;
  readonly pdb: string | null;
}

/** Asks llvm-readobj for headers and debug directories. */
export function askLlvmReadobj(program: string, files: readonly string[]): Answers<PeFields> {
  const text = runToTheEnd(program, ['--file-headers', '--coff-debug-directory', ...files]);
  return new Map(
    text
      .split(/^File: /m)
      .slice(1)
      .map(part => {
        const first = (pattern: RegExp): string | null => pattern.exec(part)?.[1]?.trim() ?? null;
        const age = first(/^ +PDBAge: (\d+)/m);
        return [
          part.slice(0, part.indexOf('\n')).trim(),
          {
            timestamp: Number(first(/^ +TimeDateStamp: .*\((0x[0-9A-F]+)\)/m)),
            imageSizeBytes: Number(first(/^ +SizeOfImage: (\d+)/m)),
            guidBytes: first(/^ +PDBGUID: \(([0-9A-F ]+)\)/m)?.replaceAll(' ', '') ?? null,
            age: age === null ? null : Number(age),
            pdb: first(/^ +PDBFileName: (.*)$/m),
          },
        ];
      }),
  );
}

/** PyPI's symstore: the folder name under which it would publish each file. */
const SYMSTORE = `
import json, sys
from symstore.symstore import _file_hash
answers = {}
for path in json.load(sys.stdin):
    try:
        answers[path] = _file_hash(path)
    except Exception as problem:
        answers[path] = "!" + type(problem).__name__
json.dump(answers, sys.stdout)
`;

/** Asks symstore for the keys of PE files and PDBs; an answer that begins with \`!\` names what it stumbled over. */
export function askSymstore(python: string, files: readonly string[]): Answers<string> {
  // Written by the script above, in this shape.
  const answers = JSON.parse(run(python, ['-c', SYMSTORE], JSON.stringify(files))) as Record<string, string>;
  return new Map(Object.entries(answers));
}

/** Asks GNU readelf for build-ids, as it prints their bytes; files without one are left out. */
export function askReadelf(program: string, files: readonly string[]): Answers<string> {
  // Two files at least: readelf prints no names for one.
  const text = runToTheEnd(program, ['-n', ...files, ...files.slice(0, 1)]);
  const found = text.split(/^File: /m).slice(1);
  return new Map(
    found.flatMap(part => {
      const id = /^ +Build ID: ([0-9a-f]+)/m.exec(part)?.[1];
      return id === undefined ? [] : [[part.slice(0, part.indexOf('\n')).trim(), id]];
    }),
  );
}

/** The same of llvm-readobj, for a file whose notes readelf refuses (patchelf left sections with an alignment of 0). */
export function askLlvmNotes(program: string, file: string): string | null {
  return /^ +Build ID: ([0-9a-f]+)/m.exec(runToTheEnd(program, ['--notes', file]))?.[1] ?? null;
}
