import type {WrapperPlan} from './model.ts';

/** What differs between the wrappers of two programs. */
export interface WrapperParts {
  /** The program that does the work, absolute. */
  readonly real: string;
  /** The folder that calls are recorded in, absolute. */
  readonly record: string;
  readonly plan: WrapperPlan;
}

/** What no argument is: `case` wants at least one pattern. */
const NOTHING = "'nothing is left out'";

/** Fills in the text of a wrapper: templates/runtime/compiler-wrapper.sh and its like. */
export function wrapperScript(template: string, {real, record, plan}: WrapperParts): string {
  const values: Readonly<Record<string, string>> = {
    REAL: quoted(real),
    RECORD: quoted(record),
    DROP: plan.drop.map(shellPattern).join(' | ') || NOTHING,
    COMPILE: plan.addToCompile.map(quoted).join(' '),
    LINK: plan.addToLink.map(quoted).join(' '),
  };
  return template.replaceAll(/@([A-Z]+)@/g, (whole, name: string) => values[name] ?? whole);
}

/** One word of POSIX sh (2.2.2, "Single-Quotes"). */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A pattern of `case`: what is special in a pattern stays so, all else is taken as it is. */
function shellPattern(pattern: string): string {
  return pattern.replaceAll(/[^*?[\]!]+/g, text => (/^[\w.,+=:-]*$/.test(text) ? text : quoted(text)));
}
