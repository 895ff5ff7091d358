import type {BooleanFlag, FlagInput, OptionFlag} from '@oclif/core/interfaces';

type Flag = FlagInput[string];
type ValueFlag = Extract<Flag, {type: 'option'}>;

/** The value of each option by name; undefined for one that was not given and has no default. */
export type FlagValues<F> = {
  readonly [Name in keyof F]: F[Name] extends BooleanFlag<infer T> | OptionFlag<infer T> ? T : never;
};

/** What a command was called with. */
export interface Words<F> {
  readonly flags: FlagValues<F>;
  /** The words that are no options, in order. */
  readonly argv: readonly string[];
}

/**
 * Parses a command's words as oclif's parser would where they are as plain as they mostly are: long options, single
 * short ones, values that are there and allowed. Null for all else, which is for oclif's parser to take or to refuse:
 * loading that one takes longer than checking a file.
 */
export function parsePlainWords<F extends FlagInput>(words: readonly string[], known: F): Words<F> | null {
  const given = new Map<string, unknown>();
  const argv: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      argv.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      argv.push(word);
      continue;
    }
    const option = findOption(word, known);
    if (!option) return null;
    const {name, flag} = option;
    if (flag.type === 'boolean') {
      given.set(name, !option.negated);
      continue;
    }
    if (option.value === null) at += 1;
    const value = option.value ?? words[at];
    if (value === undefined || !isPlainValue(value, flag) || (given.has(name) && !flag.multiple)) return null;
    given.set(name, flag.multiple ? [...asList(given.get(name)), ...valuesIn(value, flag)] : value);
  }
  if ([...given.keys()].some(name => conflicts(known[name], given))) return null;
  const defaults = Object.entries(known).flatMap(([name, flag]) =>
    flag.default === undefined ? [] : [[name, flag.default]],
  );
  // A value of the map was made as the type of its flag says.
  return {flags: Object.fromEntries([...defaults, ...given]) as FlagValues<F>, argv};
}

interface FoundOption {
  readonly name: string;
  readonly flag: Flag;
  /** As in `--no-color`. */
  readonly negated: boolean;
  /** What stands behind an equals sign; null without one. */
  readonly value: string | null;
}

function findOption(word: string, known: FlagInput): FoundOption | null {
  const [, dashes = '', name = '', value = null] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (dashes === '-') {
    const short = Object.entries(known).find(([, flag]) => flag.char === name);
    return short && value === null ? {name: short[0], flag: short[1], negated: false, value} : null;
  }
  const flag = Object.hasOwn(known, name) ? known[name] : undefined;
  if (flag) return flag.type === 'boolean' && value !== null ? null : {name, flag, negated: false, value};
  const positive = name.replace(/^no-/, '');
  const negated = Object.hasOwn(known, positive) ? known[positive] : undefined;
  return negated?.type === 'boolean' && negated.allowNo && value === null
    ? {name: positive, flag: negated, negated: true, value}
    : null;
}

function isPlainValue(value: string, {options, delimiter}: ValueFlag): boolean {
  if (value.startsWith('-') || (options && !options.includes(value))) return false;
  return !(delimiter && /[\\"']/.test(value));
}

function valuesIn(value: string, {delimiter}: ValueFlag): readonly string[] {
  return delimiter ? value.split(delimiter).map(part => part.trim()) : [value];
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function conflicts(flag: Flag | undefined, given: ReadonlyMap<string, unknown>): boolean {
  return (flag?.exclusive ?? []).some(other => typeof other !== 'string' || given.has(other));
}
