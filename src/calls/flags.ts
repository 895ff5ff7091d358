/** What oclif's makers of options do, without all that `@oclif/core/flags` brings in for help and error messages. */
type Makers = Pick<typeof import('@oclif/core/flags'), 'boolean' | 'option' | 'string'>;

/** Any of the properties that oclif knows of an option. */
interface Told {
  readonly multiple?: boolean;
  readonly allowNo?: boolean;
}

const optionWithValue = (told: Told) => ({
  parse: async (value: unknown) => value,
  ...told,
  input: [],
  multiple: told.multiple === true,
  type: 'option',
});

const makers = {
  string: (told: Told = {}) => optionWithValue(told),
  option: (defaults: Told) => (told: Told) => optionWithValue({...defaults, ...told}),
  boolean: (told: Told = {}) => ({
    parse: async (given: unknown) => given,
    ...told,
    allowNo: told.allowNo === true,
    type: 'boolean',
  }),
};

// A checked border: test/calls/flags.test.ts holds what these make against what oclif's own make.
export const {boolean, option, string} = makers as unknown as Makers;
