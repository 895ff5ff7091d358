import * as v from 'valibot';
import {DEBUGGERS} from '../symbols/handover/model.ts';

/** What `symbols path --json` writes. Read by scripts and tests only. */
export const symbolsPathJsonSchema = v.strictObject({
  schemaVersion: v.literal(1),
  command: v.literal('path'),
  for: v.picklist(DEBUGGERS),
  settings: v.array(
    v.strictObject({
      lines: v.pipe(v.array(v.string()), v.description("In the debugger's own words; of vscode, JSON.")),
      writtenTo: v.pipe(v.nullable(v.string()), v.description('Absolute; null where no file was asked for.')),
    }),
  ),
  sources: v.array(
    v.strictObject({
      recorded: v.pipe(v.string(), v.description('A folder as the debug information names it.')),
      here: v.pipe(v.string(), v.description('The folder of this machine that takes its place.')),
    }),
  ),
  without: v.pipe(v.array(v.string()), v.description('Binaries without debug information on this machine.')),
  notes: v.array(v.string()),
});
