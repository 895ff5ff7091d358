import type {FlagInput} from '@oclif/core/interfaces';
import {parse} from '@oclif/core/parser';
import type {FlagValues, Words} from './plain-words.ts';

/** Parses a command's words with oclif's parser. Throws its errors, which say what is wrong with a word. */
export async function parseWords<F extends FlagInput>(words: readonly string[], known: F): Promise<Words<F>> {
  const {flags, argv} = await parse([...words], {flags: known, args: {}, strict: false});
  // The parser gives each flag a value of its own type; without declared arguments it leaves the other words as they are.
  return {flags: flags as FlagValues<F>, argv: argv as string[]};
}
