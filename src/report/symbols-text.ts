import {type Identity, identityText} from '../symbols/identity.ts';
import type {Attempt, SymbolOutcome, SymbolVerdict} from '../symbols/verdict.ts';
import {counted} from './count-text.ts';
import {printable} from './printable.ts';
import type {Style} from './style.ts';
import {wrap} from './wrap.ts';

/** How to show what was found. */
export interface SymbolsTextOptions {
  readonly command: 'list' | 'fetch' | 'verify';
  /** As the user named them. */
  readonly targets: readonly string[];
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly style: Style;
  /** Columns. */
  readonly width: number;
}

/** Words of a verdict, in the width of their column. */
const WORDS: Readonly<Record<SymbolVerdict, string>> = {
  own: 'own',
  matching: 'matching',
  mismatched: 'mismatched',
  stripped: 'stripped',
  'not-published': 'not published',
  'nothing-to-match': 'no identity',
};
const COLUMN = 15;

/** What each verdict means to the reader of the list; null where the lines below it say so. */
const MEANINGS: Readonly<Record<SymbolVerdict, string | null>> = {
  own: null,
  matching: null,
  mismatched: null,
  stripped: null,
  'not-published': 'no source that was asked has its debug information',
  'nothing-to-match':
    'has no debug directory, no build-id and no UUID: nothing tells its debug information from any other',
};

/** A paragraph a binary, then how many there are of each verdict, and the command that gets what is missing. */
export function renderSymbols(outcomes: readonly SymbolOutcome[], options: SymbolsTextOptions): string {
  const paragraphs = outcomes.map(outcome => renderOutcome(outcome, options));
  if (options.quiet) return paragraphs.join('');
  return `${paragraphs.join('')}${paragraphs.length > 0 ? '\n' : ''}${closing(outcomes, options)}`;
}

function renderOutcome(outcome: SymbolOutcome, {verbose, style, width, command}: SymbolsTextOptions): string {
  const {subject, verdict, file, from, source, attempts, mayBeIn, packages} = outcome;
  const isGood = verdict === 'own' || verdict === 'matching';
  const color = isGood ? 'green' : verdict === 'mismatched' ? 'red' : 'yellow';
  const shownAttempts = attempts.filter(({result}) => verbose || (!isGood && result !== 'absent'));
  const meaning = MEANINGS[verdict];
  // Paths and addresses are never broken: they are there to be copied.
  const lines = [
    ...(subject.identity ? [identityLine(subject.identity)] : []),
    ...(meaning === null ? [] : wrap(meaning, width - COLUMN)),
    ...(file !== null && verdict === 'matching' ? [file] : []),
    ...(from !== null && from !== file ? [`from ${source}: ${from}`] : []),
    ...shownAttempts.map(attemptLine),
    ...(isGood ? [] : packages.map(({name, version}) => `in package ${name} ${version} (apt)`)),
    ...(isGood || command === 'fetch' ? [] : mayBeIn.map(one => `may be at ${one.source}: ${one.where}`)),
  ];
  const indent = ' '.repeat(COLUMN);
  const head = style(color, WORDS[verdict].padEnd(COLUMN)) + style('bold', printable(subject.path));
  return `${[head, ...lines.map(line => indent + printable(line))].join('\n')}\n`;
}

function identityLine(identity: Identity): string {
  return identity.kind === 'pdb' ? `${identity.file}, ${identityText(identity)}` : identityText(identity);
}

function attemptLine({source, where, result, detail}: Attempt): string {
  return `${result} at ${source}: ${where}${detail === null ? '' : ` (${detail})`}`;
}

function closing(outcomes: readonly SymbolOutcome[], {command, targets}: SymbolsTextOptions): string {
  const counts = new Map<SymbolVerdict, number>();
  for (const {verdict} of outcomes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, number]) => `${number} ${WORDS[verdict]}`);
  const fetched = outcomes.reduce((sum, {fetchedBytes}) => sum + fetchedBytes, 0);
  const bytes = fetched === 0 ? '' : `; fetched ${(fetched / 1e6).toFixed(1)} MB`;
  if (outcomes.length === 0) return `no binary in ${targets.map(printable).join(', ')}\n`;
  const summary = `${counted(outcomes.length, 'binary', 'binaries')}: ${parts.join(', ')}${bytes}\n`;
  const named = targets.map(quoted).join(' ');
  const missing = outcomes.filter(({verdict}) => verdict === 'stripped' || verdict === 'mismatched');
  const isPublished = missing.some(({mayBeIn}) => mayBeIn.length > 0);
  const isPackaged = missing.some(({packages}) => packages.length > 0);
  if (command === 'fetch')
    return isPackaged ? `${summary}install the packages: pyxdbg symbols fetch --install ${named}\n` : summary;
  if (isPackaged) return `${summary}get them: pyxdbg symbols fetch --install ${named}\n`;
  return isPublished ? `${summary}get them: pyxdbg symbols fetch ${named}\n` : summary;
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
