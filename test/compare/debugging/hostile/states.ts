/** A state that app.py brings a process into. */
export interface State {
  readonly name: string;
  /** A Python function that is on the stack of the main thread all the same, or what keeps it from being found. */
  readonly frame: string | null;
  /** The main thread's frame above has a local of this name, whatever can be said of it. */
  readonly local?: 'value';
}

const value = (name: string): State => ({name, frame: name, local: 'value'});
const other = (name: string, frame: string | null = name): State => ({name, frame});

export const STATES: readonly State[] = [
  ...['freed', 'no_type', 'own_type', 'dict_without_table', 'dict_table', 'dict_count'].map(value),
  ...['list_count', 'tuple_count', 'text_length', 'number_size'].map(value),
  ...['large_text', 'large_number', 'large_bytes', 'large_list', 'cycles', 'nested'].map(value),
  ...['treacherous', 'named'].map(value),
  other('names'),
  other('line_table'),
  other('frames', null),
  other('thread_states', null),
  other('code', '<module>'),
  other('much'),
  other('nobody'),
  other('threads'),
  other('deep', null),
];
