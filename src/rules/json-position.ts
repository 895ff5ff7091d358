import {findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';

/** The line (counted from 1) of the first mistake in a text that is no JSON, and what it is: V8 seldom tells where. */
export function locateSyntaxError(text: string): {line: number; problem: string} {
  const errors: ParseError[] = [];
  parseTree(text, errors, {disallowComments: true});
  const [first] = errors;
  if (!first) return {line: 1, problem: 'a value was expected'};
  const words = printParseErrorCode(first.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return {line: lineAt(text, first.offset), problem: words.toLowerCase()};
}

/** The line of the deepest part of `path` that a JSON text has, counted from 1. */
export function lineOf(text: string, path: readonly (string | number)[]): number {
  const root = parseTree(text);
  if (!root) return 1;
  let node: Node = root;
  for (let depth = 1; depth <= path.length; depth++) {
    const next = findNodeAtLocation(root, path.slice(0, depth));
    if (!next) break;
    node = next;
  }
  return lineAt(text, node.offset);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
