/** A file that is mapped into a process. */
export interface MappedPath {
  /** As the kernel shows it, without the mark of a file that is deleted. */
  readonly path: string;
  /** Where the first part of it lies; `7f00-7f10`, as the name in /proc/PID/map_files spells it. */
  readonly range: string;
  readonly start: bigint;
  /** Whether the file was deleted, or another put in its place, since it was mapped. */
  readonly isDeleted: boolean;
  readonly isExecutable: boolean;
}

/** Start, end, permissions, offset, device, inode, path (proc(5), "/proc/pid/maps"). */
const LINE = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) (\S+) (\d+) +(\/.*)$/;

const DELETED = ' (deleted)';

/** The files in the text of /proc/PID/maps, each once, by address. Anonymous memory, stacks and the vDSO are none. */
export function mappedPaths(text: string): readonly MappedPath[] {
  const byFile = new Map<string, {-readonly [Key in keyof MappedPath]: MappedPath[Key]} & {offset: bigint}>();
  for (const line of text.split('\n')) {
    const [, start = '', end = '', permissions = '', offset = '', device, inode, named = ''] =
      LINE.exec(line) ?? [];
    if (inode === undefined || inode === '0') continue;
    const isExecutable = permissions.includes('x');
    const key = `${device} ${inode} ${named}`;
    const known = byFile.get(key);
    if (known) known.isExecutable ||= isExecutable;
    // The kernel writes a line feed in a name as four characters, and nothing else.
    const path = named.replaceAll('\\012', '\n');
    const isDeleted = path.endsWith(DELETED);
    const place = {range: `${start}-${end}`, start: BigInt(`0x${start}`), offset: BigInt(`0x${offset}`)};
    if (known === undefined) {
      byFile.set(key, {
        ...place,
        path: isDeleted ? path.slice(0, -DELETED.length) : path,
        isDeleted,
        isExecutable,
      });
    } else if (place.offset === 0n && known.offset !== 0n) Object.assign(known, place);
  }
  return [...byFile.values()].map(({offset: _, ...file}) => file);
}
