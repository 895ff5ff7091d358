import type {ByteSource} from '../../src/binary/byte-source.ts';

/** An attempt that has every defect a campaign looks for, each at the file whose name says so. */
export async function attempt(name: string, source: ByteSource): Promise<string> {
  // The seeds themselves are read before any mutant, from a source that is not a cache: they are well.
  const isSeed = source.read(0, 4).every(byte => byte === 0x2e) && source.size === 64;
  if (isSeed) return 'fine';
  if (name === 'throw.txt') throw new TypeError('planted');
  if (name === 'exit.txt') process.exit(7);
  if (name === 'slow.txt') waste(1500);
  if (name === 'memory.txt') Buffer.alloc(200 * 1024 * 1024, 1);
  return 'fine';
}

function waste(cpuMs: number): void {
  const start = process.cpuUsage();
  for (
    let used = {user: 0, system: 0};
    used.user + used.system < cpuMs * 1000;
    used = process.cpuUsage(start)
  ) {
    let number = 1;
    for (let index = 0; index < 1e6; index++) number = Math.imul(number, 31) + index;
    if (number === 0.5) return;
  }
}
