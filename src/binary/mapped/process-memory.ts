/** Memory of a process, as a core file has kept it or as the system still shows it. */
export interface ProcessMemory {
  /** The bytes from `address`, `length` of them, or fewer where what follows is not there. Never throws. */
  read(address: bigint, length: number): Uint8Array;
}
