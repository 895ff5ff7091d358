import {isDeepStrictEqual} from 'node:util';
import {isMap, isNode, isScalar, isSeq, parseDocument} from 'yaml';
import {appendBlock} from './append-block.ts';
import {type FileEdit, insertText} from './file-edit.ts';
import {lineEndingOf, utf8Text} from './text-of.ts';

/** Whether a GitLab CI file already includes a local one. */
export function includesLocal(bytes: Uint8Array, local: string): boolean {
  const text = utf8Text(bytes);
  return text?.split(/\r?\n/).some(line => !/^\s*#/.test(line) && line.includes(local)) === true;
}

/**
 * Adds a local file to `include` of a GitLab CI file, comments and layout untouched. Null where that cannot be done
 * by inserting a line, or would mean anything else.
 */
export function addInclude(edit: FileEdit, local: string): FileEdit | null {
  const text = utf8Text(edit.after);
  // Shorter than the file: a byte order mark, behind which all places would be off.
  if (text === null || Buffer.byteLength(text) !== edit.after.length) return null;
  const before = read(text);
  if (before === null) return null;
  const result = insertInto(edit, text, local);
  const after = result && read(utf8Text(result.after) ?? '');
  if (!result || !after) return null;
  const included = Array.isArray(before['include']) ? before['include'] : [];
  const wanted = {...before, include: [...included, {local}]};
  return isDeepStrictEqual(after, wanted) ? result : null;
}

function insertInto(edit: FileEdit, text: string, local: string): FileEdit | null {
  const document = parseDocument(text);
  const {contents} = document;
  if (contents === null) return appendBlock(edit, `include:\n  - local: ${local}\n`, true);
  if (!isMap(contents)) return null;
  const pair = contents.items.find(({key}) => isScalar(key) && key.value === 'include');
  if (!pair) return appendBlock(edit, `include:\n  - local: ${local}\n`, true);
  if (!isSeq(pair.value) || pair.value.flow) return null;
  const last = pair.value.items.at(-1);
  const start = pair.value.range?.[0];
  const end = isNode(last) ? last.range?.[1] : undefined;
  if (start === undefined || end === undefined) return null;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return null;
  const ending = lineEndingOf(edit.after);
  const lineEnd = text.indexOf('\n', end - 1);
  const line = `${indent}- local: ${local}`;
  const place = lineEnd < 0 ? text.length : lineEnd + 1;
  const inserted = lineEnd < 0 ? `${ending}${line}` : `${line}${ending}`;
  return insertText(edit, Buffer.byteLength(text.slice(0, place)), inserted);
}

/** GitLab's own tags (`!reference`) are kept as what they stand for: a list. Null for what is no mapping. */
function read(text: string): Readonly<Record<string, unknown>> | null {
  const document = parseDocument(text, {logLevel: 'silent'});
  if (document.errors.length > 0) return null;
  try {
    const value: unknown = document.toJS() ?? {};
    // A mapping at the top of a YAML document is an object with its keys as text.
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
