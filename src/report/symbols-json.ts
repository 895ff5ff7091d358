import {debugKeys, imageKeys} from '../symbols/keys.ts';
import type {SymbolOutcome} from '../symbols/verdict.ts';
import {printableJson} from './printable.ts';

/** The JSON of `symbols list|fetch|verify`; see schema/symbols.schema.json. */
export function symbolsJson(
  command: 'list' | 'fetch' | 'verify',
  outcomes: readonly SymbolOutcome[],
  notes: readonly string[],
): string {
  const document = {
    schemaVersion: 1,
    command,
    binaries: outcomes.map(
      ({subject, verdict, file, source, from, fetchedBytes, attempts, mayBeIn, packages}) => ({
        path: subject.path,
        location: subject.location,
        format: subject.format,
        machine: subject.machine,
        identity: subject.identity,
        keys: {
          debug: subject.identity ? debugKeys(subject.identity) : [],
          image: subject.image ? imageKeys(subject.name, subject.image) : [],
        },
        verdict,
        file,
        source,
        from,
        fetchedBytes,
        attempts,
        mayBeIn,
        packages,
      }),
    ),
    notes,
  };
  return `${printableJson(document)}\n`;
}
