import {safeParse} from 'valibot';
import {UserError} from '../errors.ts';
import {type ConfigValues, configSchema} from './config-schema.ts';
import type {ConfigText} from './config-text.ts';
import {nearestName} from './nearest-name.ts';

/** What each key wants, in words. */
const WANTED: Readonly<Record<string, string>> = {
  select: 'a list of rule names',
  ignore: 'a list of rule names',
  'fail-on': '"error", "warning" or "note"',
  python: 'a string such as "3.12", "3.13t" or the path of an interpreter',
  against: 'a path, as a string',
  'with-system': 'true or false',
  baseline: 'a path, as a string',
  'per-file-ignores': 'a table of globs, each with a list of rule names',
  'output-format': '"text", "json", "sarif", "junit" or "github"',
} satisfies Readonly<Record<keyof ConfigValues, string>>;

/** The keys of a configuration whose values are rule names. */
const RULE_LISTS = ['select', 'ignore'] as const;

/**
 * The configuration, if it is one. Throws a UserError that names the file with the line for an unknown key, a wrong
 * type or a rule that is not among `ruleNames`, and suggests what may have been meant.
 */
export function checkConfig(config: ConfigText, file: string, ruleNames: readonly string[]): ConfigValues {
  if (Array.isArray(config.values)) throw noTable(config, `${file}:${config.lineOf([])}`);
  const result = safeParse(configSchema, config.values);
  if (!result.success) {
    const [issue] = result.issues;
    const path = issue.path?.map(({key}) => (typeof key === 'number' ? key : String(key))) ?? [];
    const where = `${file}:${config.lineOf(path, issue.input)}`;
    const [key] = path;
    if (key === undefined) throw noTable(config, where);
    if (issue.type === 'strict_object' && path.length === 1) throw unknownKey(String(key), config, where);
    throw wrongValue(String(key), issue.input, where);
  }
  checkRuleNames(result.output, config, file, ruleNames);
  return result.output;
}

function checkRuleNames(
  values: ConfigValues,
  config: ConfigText,
  file: string,
  ruleNames: readonly string[],
): void {
  const check = (path: readonly string[], rules: readonly string[]): void => {
    for (const [index, rule] of rules.entries()) {
      if (ruleNames.includes(rule)) continue;
      const near = nearestName(rule, ruleNames);
      throw new UserError({
        what: `unknown rule \`${rule}\` in \`${path[0]}\``,
        where: `${file}:${config.lineOf([...path, index], rule)}`,
        advice: near === null ? 'pyxdbg rule lists them all' : `did you mean \`${near}\`?`,
      });
    }
  };
  for (const key of RULE_LISTS) check([key], values[key] ?? []);
  for (const [glob, rules] of Object.entries(values['per-file-ignores'] ?? {})) {
    check(['per-file-ignores', glob], rules);
  }
}

function noTable({place}: ConfigText, where: string): UserError {
  return new UserError({what: `a table of settings was expected${place}`, where});
}

function unknownKey(key: string, {place}: ConfigText, where: string): UserError {
  const keys = Object.keys(WANTED);
  const near = nearestName(key.replaceAll('_', '-'), keys);
  const advice = near === null ? `the keys are ${keys.join(', ')}` : `did you mean \`${near}\`?`;
  return new UserError({what: `unknown key \`${key}\`${place}`, where, advice});
}

function wrongValue(key: string, value: unknown, where: string): UserError {
  const given = typeof value === 'object' && value !== null ? describeObject(value) : JSON.stringify(value);
  const what = `\`${key}\` must be ${WANTED[key]}, not ${given ?? 'nothing'}`;
  // YAML reads 3.10 as the number 3.1: what was written is no longer known.
  const needsQuotes = key === 'python' && typeof value === 'number';
  return new UserError({what, where, ...(needsQuotes && {advice: 'put the version in quotes'})});
}

function describeObject(value: object): string {
  return Array.isArray(value) ? 'a list' : value instanceof Date ? 'a date' : 'a table';
}
