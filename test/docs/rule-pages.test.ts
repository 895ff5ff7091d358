import {existsSync, readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {ruleTable} from '../../src/rules/rule-table.ts';

const folder = new URL('../../docs/rules/', import.meta.url);
const pages = readdirSync(folder)
  .filter(file => file.endsWith('.md'))
  .map(file => ({rule: file.slice(0, -'.md'.length), text: readFileSync(new URL(file, folder), 'utf8')}));

/** In this order; `pyxdbg rule` prints the page as it stands, so the terminal sees the same. */
const SECTIONS = [
  'What it means',
  'What you see',
  'Why',
  'How to cure it',
  'When to ignore it',
  'A real case',
];

/** The build systems that each page must answer for; what follows them depends on the rule. */
const BACKENDS = ['setuptools', 'meson-python', 'CMake'];

interface Line {
  readonly text: string;
  readonly number: number;
  readonly isCode: boolean;
}

/** Lines with whether they stand in a fenced code block; the fences themselves count as code. */
function linesOf(text: string): readonly Line[] {
  let isInFence = false;
  return text.split('\n').map((line, index) => {
    const isFence = line.startsWith('```');
    const isCode = isFence || isInFence;
    if (isFence) isInFence = !isInFence;
    return {text: line, number: index + 1, isCode};
  });
}

function headings(text: string, level: '#' | '##' | '###'): readonly string[] {
  return linesOf(text)
    .filter(line => !line.isCode && line.text.startsWith(`${level} `))
    .map(line => line.text.slice(level.length + 1));
}

/** The text between the heading `## name` and the next one of that level, without the heading. */
function section(text: string, name: string): string {
  const lines = linesOf(text);
  const start = lines.findIndex(line => !line.isCode && line.text === `## ${name}`);
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(line => !line.isCode && line.text.startsWith('## '));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .map(line => line.text)
    .join('\n');
}

test('every rule has a page, and every page a rule', t => {
  t.deepEqual(pages.map(({rule}) => rule).sort(), ruleTable.map(({name}) => name).sort());
});

for (const {rule, text} of pages) {
  test(`the page of ${rule} has the rule's name, a sentence and the formats on top`, t => {
    t.deepEqual(headings(text, '#'), [rule]);
    const [heading, sentence = '', facts = ''] = text.split('\n\n');
    t.is(heading, `# ${rule}`);
    t.regex(sentence, /^[A-Z][^\n]*(?:\n[^\n]+)?\.$/);
    t.regex(
      facts.replaceAll('\n', ' '),
      /^Formats: (?:(?:PE|ELF|Mach-O)(?:, [\w-]+)*|all|environment) \| Severity: (?:error|warning|note)\b.*\.$/,
    );
  });

  test(`the page of ${rule} has the sections in order, none of them empty`, t => {
    t.deepEqual(headings(text, '##'), SECTIONS);
    for (const name of SECTIONS) t.regex(section(text, name), /\S/, name);
    // SARIF takes it as the description of the rule.
    const [meaning = ''] = section(text, 'What it means').trim().split('\n\n');
    t.regex(meaning, /\.$/, 'the first paragraph of the meaning stands by itself');
  });

  test(`the page of ${rule} answers for each build system and one tool more`, t => {
    const cures = headings(text, '###');
    t.deepEqual(cures.slice(0, BACKENDS.length), BACKENDS);
    t.true(cures.length > BACKENDS.length);
    const cure = section(text, 'How to cure it');
    t.deepEqual(headings(cure, '###'), cures, 'sub-headings stand under the cure only');
    for (const part of cure.split(/^### .*$/m).slice(1)) t.regex(part, /\S/);
  });

  test(`the page of ${rule} shows what users see and how to silence the rule`, t => {
    t.true(linesOf(section(text, 'What you see')).some(line => line.isCode));
    const ignore = section(text, 'When to ignore it');
    t.regex(
      ignore,
      /\[tool\.pyxdbg|pyxdbg check-abi .*(?:--ignore|--baseline|--write-baseline|--python|--against)/,
    );
    for (const [, listed = ''] of ignore.matchAll(/^"[^"]+" = \[(.*)\]$/gm)) t.is(listed, `"${rule}"`);
  });

  test(`the page of ${rule} fits a terminal of 80 columns`, t => {
    const tooWide = linesOf(text).filter(line => line.text.length > (line.isCode ? 100 : 80));
    t.deepEqual(
      tooWide.map(line => `${line.number}: ${line.text}`),
      [],
    );
    const wideTables = linesOf(text).filter(
      line => !line.isCode && line.text.startsWith('|') && line.text.length > 78,
    );
    t.deepEqual(wideTables, []);
    t.is(linesOf(text).filter(line => line.text.startsWith('```')).length % 2, 0, 'each fence is closed');
  });

  test(`the page of ${rule} is plain Markdown without dead links`, t => {
    const prose = linesOf(text)
      .filter(line => !line.isCode)
      .map(line => line.text.replaceAll(/`[^`]*`/g, ''))
      .join('\n');
    t.notRegex(prose, /<\/?[a-z][\w-]*(?:\s[^>]*)?>/i, 'no HTML');
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const dead = links.filter(
      target => !/^https:\/\//.test(target) && !existsSync(new URL(target.replace(/#.*$/, ''), folder)),
    );
    t.deepEqual(dead, []);
  });
}
