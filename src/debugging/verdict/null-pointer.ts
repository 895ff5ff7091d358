import type {CFrame, Variable} from '../traceback/model.ts';

/** Addresses below this are reached from a null pointer by the offset of a member. */
const NEAR_NULL = 0x1000n;

/**
 * What of the crash's line is a null pointer, by the source's own words: an expression of variables and members that
 * stands in that line and is 0, where the address that failed is near 0. Null where none is, or more than one.
 */
export function nullPointerIn(frame: CFrame, line: string | null, failed: string | null): string | null {
  if (line === null || failed === null || BigInt(failed) >= NEAR_NULL) return null;
  const found = [...frame.locals, ...frame.arguments].flatMap(one => nullsOf(one, one.name));
  const used = found.filter(expression => stands(expression, line));
  // `node->next` is told, not `next` that it contains.
  const longest = used.filter(one => !used.some(other => other !== one && other.includes(one)));
  return longest.length === 1 ? (longest[0] ?? null) : null;
}

function nullsOf(variable: Variable, expression: string): readonly string[] {
  if (isPointer(variable) && variable.value === '0x0') return [expression];
  return (variable.parts ?? []).flatMap(part => {
    if (part.name === '*') {
      return (part.parts ?? []).flatMap(member => nullsOf(member, `${expression}->${member.name}`));
    }
    return part.name.startsWith('[')
      ? nullsOf(part, `${expression}${part.name}`)
      : nullsOf(part, `${expression}.${part.name}`);
  });
}

function isPointer({type}: Variable): boolean {
  return type?.trimEnd().endsWith('*') ?? false;
}

/** Whether an expression stands in a line by itself, blanks aside. */
function stands(expression: string, line: string): boolean {
  const dense = line.replaceAll(/\s+/g, '');
  const at = dense.indexOf(expression);
  if (at < 0) return false;
  const before = dense.charAt(at - 1);
  const after = dense.charAt(at + expression.length);
  return !/[\w.>]/.test(before) && !/\w/.test(after);
}
