import * as v from 'valibot';

/** For which editors and debuggers; `all` of them. */
export const LAUNCH_FOR = ['vscode', 'vs', 'gdb', 'lldb', 'all'] as const;

const wishes = v.strictObject({
  schemaVersion: v.literal(1),
  for: v.nullable(v.picklist(LAUNCH_FOR)),
  allSystems: v.boolean(),
  python: v.nullable(v.string()),
  /** A script, or `pytest`. */
  target: v.nullable(v.string()),
  module: v.nullable(v.string()),
  args: v.array(v.string()),
});

/** What the user said of the configurations, so that `--check` and a later run need not be told again. */
export type LaunchWishes = Readonly<Omit<v.InferOutput<typeof wishes>, 'schemaVersion'>>;

/** What is kept of them, relative to the project. */
export const WISHES_FILE = '.pyxdbg/launch-config.json';

/** The text of the file. */
export function wishesText(said: LaunchWishes): string {
  return `${JSON.stringify({schemaVersion: 1, ...said}, null, 2)}\n`;
}

/** What a file says; null for one that is none of ours. */
export function parseWishes(text: string): LaunchWishes | null {
  try {
    const result = v.safeParse(wishes, JSON.parse(text));
    if (!result.success) return null;
    const {schemaVersion: _, ...said} = result.output;
    return said;
  } catch {
    return null;
  }
}

/** What was said now, and what was said before where nothing was said now. Target, module and words go together. */
export function joinWishes(now: LaunchWishes, before: LaunchWishes | null): LaunchWishes {
  if (before === null) return now;
  const isStated = now.target !== null || now.module !== null || now.args.length > 0;
  const {target, module, args} = isStated ? now : before;
  return {
    for: now.for ?? before.for,
    allSystems: now.allSystems || before.allSystems,
    python: now.python ?? before.python,
    target,
    module,
    args,
  };
}
