import type {Debugger, HandedSubject, SourceMap} from '../symbols/handover/model.ts';
import {printableJson} from './printable.ts';

/** The JSON of `symbols path`; see schema/symbols-path.schema.json. */
export function symbolsPathJson(
  debuggerName: Debugger,
  told: {
    readonly parts: readonly {readonly file: string; readonly lines: readonly string[]}[];
    readonly isWritten: boolean;
    readonly sources: readonly SourceMap[];
    readonly without: readonly HandedSubject[];
    readonly notes: readonly string[];
  },
): string {
  const document = {
    schemaVersion: 1,
    command: 'path',
    for: debuggerName,
    settings: told.parts.map(({file, lines}) => ({lines, writtenTo: told.isWritten ? file : null})),
    sources: told.sources,
    without: told.without.map(({path}) => path),
    notes: told.notes,
  };
  return `${printableJson(document)}\n`;
}
