import type {CFrame, Variable} from '../traceback/model.ts';

/** Addresses below this are reached from a null pointer by the offset of a member. */
const NEAR_NULL = 0x1000n;

/** An expression of the source, and the address that it has. */
interface Pointer {
  readonly expression: string;
  readonly value: string;
}

/**
 * What of the crash's line is a null pointer, by the source's own words: an expression of variables and members that
 * stands in that line and is 0, where the address that failed is near 0. Null where none is, or more than one.
 */
export function nullPointerIn(frame: CFrame, line: string | null, failed: string | null): string | null {
  if (failed === null || BigInt(failed) >= NEAR_NULL) return null;
  const found = only(pointersIn(frame, line).filter(({value}) => value === '0x0'));
  if (found) return found.expression;
  // A member function reaches members without naming the object.
  return frame.arguments.some(({name, value}) => name === 'this' && value === '0x0') ? 'this' : null;
}

/** As {@link nullPointerIn}, of pointers whose memory begins at the address that failed, or shortly before. */
export function strayPointerIn(frame: CFrame, line: string | null, failed: string | null): Pointer | null {
  if (failed === null || BigInt(failed) < NEAR_NULL) return null;
  const reached = (value: string): boolean => {
    const distance = BigInt(failed) - BigInt(value);
    return distance >= 0n && distance < NEAR_NULL;
  };
  return only(pointersIn(frame, line).filter(({value}) => reached(value)));
}

/** Pointers of the frame that stand in the line. */
function pointersIn(frame: CFrame, line: string | null): readonly Pointer[] {
  if (line === null) return [];
  return [...frame.locals, ...frame.arguments]
    .flatMap(one => pointersOf(one, one.name))
    .filter(({expression}) => stands(expression, line));
}

function only(found: readonly Pointer[]): Pointer | null {
  // `node->next` is told, not `next` that it contains.
  const longest = found.filter(
    one => !found.some(other => other !== one && other.expression.includes(one.expression)),
  );
  return longest.length === 1 ? (longest[0] ?? null) : null;
}

function pointersOf(variable: Variable, expression: string): readonly Pointer[] {
  const {value, parts = []} = variable;
  // gdb and lldb write the value of a pointer, and of nothing else, as an address; a text or a name may follow it.
  const address = /^0x[0-9a-f]{1,16}(?=$| )/.exec(value ?? '')?.[0];
  const own = address === undefined ? [] : [{expression, value: address}];
  return [
    ...own,
    ...parts.flatMap(part => {
      if (part.name === '*') {
        return (part.parts ?? []).flatMap(member => pointersOf(member, `${expression}->${member.name}`));
      }
      return part.name.startsWith('[')
        ? pointersOf(part, `${expression}${part.name}`)
        : pointersOf(part, `${expression}.${part.name}`);
    }),
  ];
}

/** Whether an expression stands in a line by itself, blanks, comments and texts aside. */
function stands(expression: string, line: string): boolean {
  const code = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\/.*$|\/\*.*?(?:\*\/|$)/g, '');
  // `n -> weights` becomes `n->weights`; the blank in `return n` stays.
  const dense = code.replaceAll(/\s*([^\w\s])\s*/g, '$1');
  for (let at = dense.indexOf(expression); at >= 0; at = dense.indexOf(expression, at + 1)) {
    const before = dense.charAt(at - 1);
    const after = dense.charAt(at + expression.length);
    const isMember = before === '.' || (before === '>' && dense.charAt(at - 2) === '-');
    if (!/\w/.test(before) && !isMember && !/\w/.test(after)) return true;
  }
  return false;
}
