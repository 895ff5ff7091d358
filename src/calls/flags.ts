/**
 * Options as oclif's own makers (`@oclif/core/flags`) would make them. Those bring in all that oclif's help and error
 * messages need, which takes longer than checking a file (bench/README.md).
 */
import type {BooleanFlag, OptionFlag} from '@oclif/core/interfaces';

type Told<T> = Partial<OptionFlag<T>>;

/** An option with a value, given at most once. */
export function text(told: Told<string | undefined>): OptionFlag<string | undefined> {
  return {...told, type: 'option', input: [], multiple: false, parse: async input => input};
}

/** An option with a value that may be given more than once; an array. */
export function texts(told: Told<string[] | undefined>): OptionFlag<string[] | undefined> {
  return {
    ...told,
    type: 'option',
    input: [],
    multiple: true,
    multipleNonGreedy: true,
    parse: async input => input,
  };
}

/** An option whose value is one of a few words. */
export function choice<T extends string>(
  words: readonly T[],
  told: Told<T | undefined>,
): OptionFlag<T | undefined> {
  // oclif refuses every other word before it calls this.
  return {
    ...told,
    type: 'option',
    input: [],
    multiple: false,
    options: words,
    parse: async input => input as T,
  };
}

/** An option without a value: true where it is given. */
export function toggle(told: Partial<BooleanFlag<boolean>>): BooleanFlag<boolean> {
  return {...told, type: 'boolean', allowNo: told.allowNo === true, parse: async given => given};
}
