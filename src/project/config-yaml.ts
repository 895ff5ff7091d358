import {isCollection, isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml';
import {UserError} from '../errors.ts';
import type {ConfigText} from './config-text.ts';

/** Reads pyxdbg.yaml; an empty file sets nothing. Throws a UserError with the line for a file that is no YAML. */
export function readYamlConfig(text: string, file: string): ConfigText {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const lineAt = (offset: number | undefined): number =>
    offset === undefined ? 1 : lines.linePos(offset).line;
  const [problem] = document.errors;
  if (problem) {
    const where = `${file}:${lineAt(problem.pos[0])}`;
    throw new UserError({what: `is not valid YAML: ${problem.message}`, where, cause: problem});
  }

  let values: unknown;
  try {
    values = document.toJS() ?? {};
  } catch (cause) {
    // Aliases that lead nowhere, or multiply beyond yaml's limit.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError({what: `is not valid YAML: ${reason}`, where: file, cause});
  }
  return {
    values,
    place: '',
    lineOf(path) {
      let node: unknown = document.contents;
      let offset = isNode(node) ? node.range?.[0] : undefined;
      for (const part of path) {
        if (!isCollection(node)) break;
        const key = isMap(node)
          ? node.items.find(item => isScalar(item.key) && String(item.key.value) === part)?.key
          : undefined;
        node = node.get(part, true);
        const found = isNode(key) ? key : node;
        if (isNode(found)) offset = found.range?.[0] ?? offset;
      }
      return lineAt(offset);
    },
  };
}
