import type {WorkBudget} from '../elf/work-budget.ts';

const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** What compilers put in place of a file: `<built-in>`, `<artificial>`, `<stdin>`. */
export function isPseudoFile(name: string): boolean {
  return /^<.*>$/.test(name);
}

/** Joins paths as debug information has them, and gives equal ones as one string: each unit names the same headers. */
export class PathJoiner {
  readonly #budget: WorkBudget;
  readonly #byFolder = new Map<string, Map<string, string>>();

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  /** `name` below `folder`; as it is where it is absolute or there is no folder. A folder of Windows keeps its kind of slash. */
  join(folder: string | null, name: string): string {
    if (!folder || name.startsWith('/') || WINDOWS_ROOT.test(name)) return name;
    if (name === '') return folder;
    let paths = this.#byFolder.get(folder);
    if (!paths) {
      paths = new Map();
      this.#byFolder.set(folder, paths);
    }
    const known = paths.get(name);
    if (known !== undefined) return known;
    const joined = joinPaths(folder, name);
    this.#budget.spend(joined.length);
    paths.set(name, joined);
    return joined;
  }
}

function joinPaths(folder: string, name: string): string {
  if (!WINDOWS_ROOT.test(folder)) return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  // A path from the root of the folder's drive.
  if (name.startsWith('\\')) return folder.slice(0, 2) + name;
  if (/[\\/]$/.test(folder)) return folder + name;
  return folder.includes('\\') ? `${folder}\\${name}` : `${folder}/${name}`;
}
