import {UserError} from '../errors.ts';
import type {Baseline} from './baseline-schema.ts';

/**
 * Reads the text of a baseline file. Throws a UserError that names `file` and the line for text that is no JSON or
 * does not have the form that `schema/baseline.schema.json` describes.
 */
export async function readBaseline(text: string, file: string): Promise<Baseline> {
  // A byte order mark is put there by Windows editors; JSON.parse refuses it.
  const content = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    const {locateSyntaxError} = await import('./json-position.ts');
    const {line, problem} = locateSyntaxError(content);
    throw broken(file, line, `is not valid JSON: ${problem}`, cause);
  }
  const {checkBaseline} = await import('./baseline-schema.ts');
  const result = checkBaseline(value);
  if (result.success) return result.output;

  const [issue] = result.issues;
  const path = issue.path?.map(({key}) => (typeof key === 'number' ? key : String(key))) ?? [];
  const {lineOf} = await import('./json-position.ts');
  const line = lineOf(content, path);
  const key = path.at(-1);
  if (key === 'schemaVersion' && issue.received !== 'undefined') {
    throw new UserError({
      what: `has schemaVersion ${issue.received}, but this pyxdbg reads 1`,
      where: `${file}:${line}`,
      advice: 'use the pyxdbg that wrote it, or write it anew with --write-baseline',
    });
  }
  throw broken(file, line, describeIssue(key, issue.expected, issue.received));
}

const NOUNS: Readonly<Record<string, string>> = {Object: 'an object', Array: 'a list', string: 'a string'};

function describeIssue(key: string | number | undefined, expected: string | null, received: string): string {
  const name = typeof key === 'string' ? `\`${key}\`` : 'a finding';
  if (key === undefined) return 'is not a baseline: a JSON object was expected';
  if (expected === 'never') return `has the unknown key ${name}`;
  if (received === 'undefined') return `${name} is missing`;
  return `${name} must be ${NOUNS[expected ?? ''] ?? expected}, not ${received}`;
}

function broken(file: string, line: number, what: string, cause?: unknown): UserError {
  return new UserError({
    what,
    where: `${file}:${line}`,
    advice: 'write the baseline anew with --write-baseline',
    cause,
  });
}
