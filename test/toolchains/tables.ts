import {readTable} from '../../src/system/table-files.ts';
import {loadToolchains} from '../../src/toolchains/load.ts';

/** The real tables. */
export const toolchains = loadToolchains(readTable);
