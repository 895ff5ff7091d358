import {parse, TomlError} from 'smol-toml';
import {UserError} from '../errors.ts';
import type {ConfigText} from './config-text.ts';
import {tomlLine, tomlValueLine} from './toml-line.ts';

/** Reads `[tool.pyxdbg]` of a pyproject.toml; null where it has none. Throws a UserError with the line for a file that is no TOML. */
export function readTomlConfig(text: string, file: string): ConfigText | null {
  let document: Record<string, unknown>;
  try {
    document = parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [problem = ''] = cause.message.replace('Invalid TOML document: ', '').split('\n');
    throw new UserError({what: `is not valid TOML: ${problem}`, where: `${file}:${cause.line}`, cause});
  }
  const tool = document['tool'];
  const values = isTable(tool) ? tool['pyxdbg'] : undefined;
  if (values === undefined) return null;
  return {
    values,
    place: ' in [tool.pyxdbg]',
    lineOf(path, value) {
      const keys = path.filter(part => typeof part === 'string');
      const line = tomlLine(text, ['tool', 'pyxdbg', ...keys]);
      return keys.length < path.length && typeof value === 'string' ? tomlValueLine(text, line, value) : line;
    },
  };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
