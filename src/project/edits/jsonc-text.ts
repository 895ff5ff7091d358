import {createScanner, type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import {UserError} from '../../errors.ts';
import {utf8Text} from './text-of.ts';

/** A JSON file with comments, as editors keep their settings. */
export interface JsoncText {
  readonly text: string;
  /** An object. */
  readonly root: Node;
}

/** `SyntaxKind` is an ambient `const enum`, which cannot be named under isolatedModules; its numbers are its interface. */
const KIND = {comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, trivia: 15, end: 17} as const;

/**
 * Reads a JSON file whose comments and trailing commas are allowed, as VS Code allows them. Throws a UserError, one
 * sentence with the line, for anything else, so that nothing is written into a file that was not understood.
 */
export function readJsonc(bytes: Uint8Array, path: string): JsoncText {
  const text = utf8Text(bytes);
  if (text === null) throw new UserError({what: 'is not UTF-8', where: path, advice: MEND});
  // A byte order mark would put all offsets in bytes off.
  if (Buffer.byteLength(text) !== bytes.length) {
    throw new UserError({what: 'begins with a byte order mark', where: path, advice: 'save it without one'});
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {allowTrailingComma: true, allowEmptyContent: false});
  const [first] = errors;
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length;
    const problem = printParseErrorCode(first.error)
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    throw new UserError({what: `is not valid JSON: ${problem}`, where: `${path}:${line}`, advice: MEND});
  }
  if (root?.type !== 'object') throw new UserError({what: 'is no JSON object', where: path, advice: MEND});
  return {text, root};
}

const MEND = 'mend it, or move it away';

/** The value of a property of an object; undefined where it has none. */
export function propertyValue(object: Node, key: string): Node | undefined {
  // Of two properties of one name the last counts, as for JSON.parse.
  return object.children?.findLast(({children}) => children?.[0]?.value === key)?.children?.[1];
}

/** A token of an array or object outside of its elements. */
export interface Separator {
  readonly kind: 'comma' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Commas and comments between two offsets that lie outside of all values. */
export function separators(text: string, from: number, to: number): readonly Separator[] {
  const scanner = createScanner(text, false);
  const found: Separator[] = [];
  scanner.setPosition(from);
  for (;;) {
    const kind: number = scanner.scan();
    const start = scanner.getTokenOffset();
    if (kind === KIND.end || start >= to) return found;
    if (kind === KIND.lineBreak || kind === KIND.trivia) continue;
    const isComment = kind === KIND.lineComment || kind === KIND.blockComment;
    const end = start + scanner.getTokenLength();
    found.push({kind: isComment ? 'comment' : 'comma', start, end});
  }
}
