import type {Machine} from '../facts.ts';

/** Machine field of the file header (Microsoft, "PE Format", "Machine Types") to our name. */
const MACHINES: ReadonlyMap<number, Machine> = new Map([
  [0x014c, 'x86'],
  [0x8664, 'x86_64'],
  [0xaa64, 'arm64'],
  [0x01c0, 'arm'],
  [0x01c2, 'arm'],
  [0x01c4, 'arm'],
  [0x0200, 'ia64'],
  [0x01f0, 'ppc'],
  [0x01f1, 'ppc'],
  [0x0166, 'mips'],
  [0x5032, 'riscv32'],
  [0x5064, 'riscv64'],
  [0x6264, 'loongarch64'],
]);

/** The machine that a PE file is for; `unknown` for a number that no Python has been built for. */
export function peMachine(code: number): Machine {
  return MACHINES.get(code) ?? 'unknown';
}
