const RULE_PAGES = 'https://github.com/pyxdbg/pyxdbg/blob/main/docs/rules/';

/** The address of the page that explains a rule. */
export function ruleUrl(rule: string): string {
  return `${RULE_PAGES}${rule}.md`;
}
