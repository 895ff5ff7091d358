import {styleText} from 'node:util';

/** All rules, a line or two each. */
export function renderRuleList(
  rules: readonly {readonly name: string; readonly title: string}[],
  color: boolean,
): string {
  const width = Math.max(...rules.map(({name}) => name.length)) + 2;
  const lines = rules.map(({name, title}) => {
    const padded = name.padEnd(width);
    return `${color ? styleText('bold', padded) : padded}${title}`;
  });
  return `${lines.join('\n')}\n\nExplain one: pyxdbg rule NAME\n`;
}

/** A rule's page for the terminal: the Markdown as it is, which is wrapped at 80 columns, with its headings in bold. */
export function renderRulePage(markdown: string, color: boolean): string {
  const plain = markdown.trimEnd().replaceAll(/^(#+) (.*)$/gm, (_line, marks: string, heading: string) => {
    const text = marks.length === 1 ? heading : `${'  '.repeat(Math.max(0, marks.length - 3))}${heading}`;
    return color ? styleText('bold', text) : text;
  });
  return `${plain.replaceAll(/^```\w*\n/gm, '')}\n`;
}
