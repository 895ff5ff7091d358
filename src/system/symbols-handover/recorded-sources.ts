import {pagedSource} from '../../binary/byte-source.ts';
import {readCompileFacts} from '../../binary/read-compile-facts.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {openFile} from '../open-file.ts';

/** The sources and headers that the debug information in these files names by an absolute path, and what was not read. */
export function recordedSources(files: readonly string[]): {
  readonly sources: readonly string[];
  readonly problems: readonly string[];
} {
  const sources = new Set<string>();
  const problems: string[] = [];
  for (const path of files) {
    try {
      const file = openFile(path);
      try {
        const bytes = pagedSource(file);
        // A PDB is a debug file, and stands for the binary as well: only its own units are asked for.
        const facts = readCompileFacts(bytes, bytes);
        for (const {files: recorded} of facts?.units ?? []) for (const one of recorded) sources.add(one);
      } finally {
        file.close();
      }
    } catch (error) {
      if (!(error instanceof UnreadableError || error instanceof UserError)) throw error;
      problems.push(`the sources that ${path} names are not known: ${error.message}`);
    }
  }
  return {sources: [...sources], problems};
}
