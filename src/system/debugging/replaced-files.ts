import type {SymbolSubject} from '../../symbols/subject.ts';
import {identifyFile} from '../symbol-targets/local-binary.ts';

/**
 * Where other files are now than a process or a core had loaded, of binaries that were found in its memory alone. A file
 * that was written anew with the same build-id is the same.
 */
export async function replacedFiles(subjects: readonly SymbolSubject[]): Promise<ReadonlySet<string>> {
  const replaced = new Set<string>();
  for (const {path, location, identity} of subjects) {
    if (location !== null) continue;
    const now = await identifyFile(path);
    if (now === null) continue;
    const isSame =
      'subject' in now &&
      identity !== null &&
      JSON.stringify(now.subject.identity) === JSON.stringify(identity);
    if (!isSame) replaced.add(path);
  }
  return replaced;
}
