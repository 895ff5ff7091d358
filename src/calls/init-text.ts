import {basename} from 'node:path';
import {unifiedDiff} from '../project/edits/unified-diff.ts';
import type {ProjectFacts} from '../project/project-facts.ts';
import {printable} from '../report/printable.ts';
import type {Style} from '../report/style.ts';
import {wrap} from '../report/wrap.ts';

/** A file as it is and as it would be; null where there is none. */
export interface ShownEdit {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** Names that the languages and tools give themselves, where that is not simply the word. */
const SPELLED: Readonly<Record<string, string>> = {
  c: 'C',
  'c++': 'C++',
  cython: 'Cython',
  rust: 'Rust',
  fortran: 'Fortran',
  pyo3: 'PyO3',
  swig: 'SWIG',
};

/** One line on what the project is. */
export function describeProject(facts: ProjectFacts): string {
  const {backend, languages, bindings, buildFiles} = facts;
  const name = facts.name ?? basename(facts.folder);
  const written = [...new Set([...languages, ...bindings])].map(each => SPELLED[each] ?? each);
  const parts = [backend, written.join(' and '), buildFiles.join(' ')].filter(part => part !== '');
  return `${name}: ${parts.join(', ')}`;
}

/** All edits as one unified diff, for reading: what a terminal would obey is shown as an escape. */
export function renderEdits(edits: readonly ShownEdit[], style: Style): string {
  return edits
    .map(({path, before, after}) => unifiedDiff(path, textOf(before), textOf(after)))
    .join('')
    .split('\n')
    .map(line => colored(line.split('\t').map(printable).join('\t'), style))
    .join('\n');
}

/** A remark of a sentence, folded at the terminal's width. */
export function renderNote(note: string, width: number): string {
  return `${wrap(`note: ${note}`, width).join('\n      ')}\n`;
}

/** A carriage return at the end of a line is the file's own way of ending it. */
function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('utf8').replaceAll('\r\n', '\n');
}

function colored(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style('bold', line);
  if (line.startsWith('@@')) return style('cyan', line);
  if (line.startsWith('+')) return style('green', line);
  return line.startsWith('-') ? style('red', line) : line;
}
