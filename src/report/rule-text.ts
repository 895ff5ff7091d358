/** What a report says of a rule beside its findings. */
export interface RuleText {
  readonly name: string;
  /** What the rule says, as a sentence without final period. */
  readonly title: string;
  /** Its page's first paragraph, in plain text. */
  readonly summary: string;
}
