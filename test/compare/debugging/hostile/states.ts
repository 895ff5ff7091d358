/** States of one process, and what a report has to have of them. */
export interface Hostility {
  /** Words of app.py, each entered after the one before. */
  readonly states: readonly [string, ...string[]];
  /** Functions of Python that are on the stack of the main thread all the same. */
  readonly frames: readonly string[];
  /** These functions have a local `value`, whatever can be said of it. */
  readonly hasValues: boolean;
}

const values = [
  ...(['freed', 'no_type', 'own_type', 'dict_without_table', 'dict_table', 'dict_count'] as const),
  ...(['list_count', 'tuple_count', 'text_length', 'number_size'] as const),
  ...(['large_text', 'large_number', 'large_bytes', 'large_list', 'cycles', 'nested'] as const),
  ...(['treacherous', 'named'] as const),
] as const;

const alone = (name: string, ...frames: readonly string[]): Hostility => ({
  states: [name],
  frames,
  hasValues: false,
});

/** All that can be in one process, in one. */
export const TOGETHER: Hostility = {states: values, frames: values, hasValues: true};

/** The same one by one. */
export const ONE_BY_ONE: readonly Hostility[] = values.map(name => ({...alone(name, name), hasValues: true}));

/** What damages the chains that all else is found by, or is too large for company. */
export const CHAINS: readonly Hostility[] = [
  alone('names', 'names'),
  alone('line_table', 'line_table'),
  alone('long_line_table', 'long_line_table'),
  alone('frames'),
  alone('thread_states'),
  alone('code', '<module>'),
  alone('much', 'much'),
  alone('recursion', 'recursion'),
  alone('nobody', 'nobody'),
  alone('threads', 'threads'),
  alone('deep'),
];
