import {appendBlock} from './edits/append-block.ts';
import {type InitInput, type InitPart, NO_PART} from './init-model.ts';

/** What git shall not see: the journal, and what builds leave there. `*.pdb` is not ours: protein data is named so too. */
const IGNORED = ['.pyxdbg/'];

/** The lines that `.gitignore` lacks, in a repository or where the file is there already. */
export function ignoresPart({world, edit}: InitInput): InitPart {
  const file = edit('.gitignore');
  if (file.before === null && file.after.length === 0 && world.repository === 'none') return NO_PART;
  const present = new Set(
    Buffer.from(file.after)
      .toString('latin1')
      .split(/\r?\n/)
      .map(line => bare(line.trim())),
  );
  const missing = IGNORED.filter(pattern => !present.has(bare(pattern)));
  if (missing.length === 0) return NO_PART;
  return {edits: [appendBlock(file, `# pyxdbg\n${missing.join('\n')}\n`, true)], notes: []};
}

/** `/.pyxdbg`, `.pyxdbg/` and the like ignore the same folder. */
function bare(pattern: string): string {
  return pattern.replace(/^\/|\/$/g, '').replace(/^\//, '');
}
