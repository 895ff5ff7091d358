import {normaliseProject} from '../rules/distribution.ts';
import {parsePep440Version} from './pep440-version.ts';
import {parseSpecifier, satisfies} from './version-specifier.ts';

/** A condition on the environment (PEP 508): `python_version < "3.11" and sys_platform == "win32"`. */
export type Marker =
  | {readonly kind: 'and' | 'or'; readonly parts: readonly Marker[]}
  | {readonly kind: 'compare'; readonly left: Operand; readonly operator: string; readonly right: Operand};

type Operand = {readonly variable: string} | {readonly literal: string};

/** Values of the variables; null for one that is not known. `extra` is empty where none is asked for. */
export type MarkerEnvironment = Readonly<Record<string, string | null>>;

/** Variables of PEP 508, and the dotted spellings of PEP 345 that old files have. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};
const VARIABLES = new Set([
  'python_version',
  'python_full_version',
  'os_name',
  'sys_platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform_machine',
  'platform_python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
]);

const TOKEN =
  /\s*(?:(===|==|~=|!=|<=|>=|<|>)|(\(|\))|"([^"]*)"|'([^']*)'|(not\s+in\b|in\b|and\b|or\b)|([A-Za-z_.]+))/y;

/** Deeper nesting than any real marker. */
const MAX_DEPTH = 50;

/** Reads the text after the `;` of a requirement; null for what is no marker. */
export function parseMarker(text: string): Marker | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  const parser = new MarkerParser(tokens);
  const marker = parser.readOr(0);
  return marker !== null && parser.isAtEnd() ? marker : null;
}

/** Whether the condition holds; null where that hangs on a variable that is not known, or cannot be compared. */
export function evaluateMarker(marker: Marker, environment: MarkerEnvironment): boolean | null {
  if (marker.kind === 'compare') return compare(marker, environment);
  const decisive = marker.kind === 'or';
  const results = marker.parts.map(part => evaluateMarker(part, environment));
  if (results.includes(decisive)) return decisive;
  return results.includes(null) ? null : !decisive;
}

type Token =
  | {readonly kind: 'operator' | 'bracket' | 'word' | 'name'; readonly text: string}
  | {readonly kind: 'literal'; readonly text: string};

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, operator, bracket, double, single, word, name] = match;
    const literal = double ?? single;
    if (operator !== undefined) tokens.push({kind: 'operator', text: operator});
    else if (bracket !== undefined) tokens.push({kind: 'bracket', text: bracket});
    else if (literal !== undefined) tokens.push({kind: 'literal', text: literal});
    else if (word !== undefined) tokens.push({kind: 'word', text: word.replaceAll(/\s+/g, ' ')});
    else tokens.push({kind: 'name', text: name ?? ''});
  }
  return tokens;
}

/** Recursive descent: `or` binds weaker than `and`. */
class MarkerParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  readOr(depth: number): Marker | null {
    return this.#readJoined('or', () => this.#readJoined('and', () => this.#readOne(depth)));
  }

  #readJoined(word: 'and' | 'or', readPart: () => Marker | null): Marker | null {
    const parts: Marker[] = [];
    do {
      const part = readPart();
      if (!part) return null;
      parts.push(part);
    } while (this.#take('word', word));
    const [only] = parts;
    return only && parts.length === 1 ? only : {kind: word, parts};
  }

  #readOne(depth: number): Marker | null {
    if (this.#take('bracket', '(')) {
      const inner = depth < MAX_DEPTH ? this.readOr(depth + 1) : null;
      return inner && this.#take('bracket', ')') ? inner : null;
    }
    const left = this.#readOperand();
    const operator = this.#tokens[this.#at++];
    const right = this.#readOperand();
    const compares =
      operator?.kind === 'operator' || (operator?.kind === 'word' && operator.text.endsWith('in'));
    return left && right && operator && compares
      ? {kind: 'compare', left, operator: operator.text, right}
      : null;
  }

  #readOperand(): Operand | null {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'literal') return {literal: token.text};
    if (token?.kind !== 'name') return null;
    const variable = OLD_NAMES[token.text] ?? token.text;
    return VARIABLES.has(variable) ? {variable} : null;
  }

  #take(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }
}

function compare(
  {left, operator, right}: Extract<Marker, {kind: 'compare'}>,
  environment: MarkerEnvironment,
): boolean | null {
  const [a, b] = [operandValue(left, environment), operandValue(right, environment)];
  if (a === null || b === null) return null;
  const isExtra = [left, right].some(operand => 'variable' in operand && operand.variable === 'extra');
  return isExtra
    ? compareTexts(normaliseProject(a), operator, normaliseProject(b))
    : compareValues(a, operator, b);
}

/** "If both are valid versions they are compared as such, otherwise as texts" (PEP 508, "Environment Markers"). */
function compareValues(left: string, operator: string, right: string): boolean | null {
  if (operator === 'in' || operator === 'not in') return compareTexts(left, operator, right);
  const clauses = parseSpecifier(operator + right);
  return clauses?.length === 1 && parsePep440Version(left) !== null
    ? satisfies(left, clauses)
    : compareTexts(left, operator, right);
}

function compareTexts(left: string, operator: string, right: string): boolean | null {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case 'in':
      return right.includes(left);
    case 'not in':
      return !right.includes(left);
    default:
      return null;
  }
}

function operandValue(operand: Operand, environment: MarkerEnvironment): string | null {
  return 'literal' in operand ? operand.literal : (environment[operand.variable] ?? null);
}
