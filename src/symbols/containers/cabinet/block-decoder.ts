/** Decodes the data of a folder, block by block in order. */
export interface BlockDecoder {
  /** The `sizeBytes` bytes of the next block; good until the next call. Throws an UnreadableError. */
  decode(packed: Uint8Array, sizeBytes: number): Uint8Array;
}
