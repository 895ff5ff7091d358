import type {SplitReport} from '../symbols/publish/split-report.ts';
import {printableJson} from './printable.ts';

/** The JSON of `symbols split --json`. */
export function splitJson(artefacts: readonly SplitReport[], isDryRun: boolean): string {
  return `${printableJson({schemaVersion: 1, dryRun: isDryRun, artefacts})}\n`;
}
