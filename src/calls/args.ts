import {custom} from '@oclif/core/args';

/**
 * An argument by its place. For one that is missing oclif would else take what comes on the standard input, which a
 * script may mean for another program.
 */
export const string = custom<string>({ignoreStdin: true});
