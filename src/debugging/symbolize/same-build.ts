import type {FrameReference} from './frame-reference.ts';

/** A frame of one module, and the address that its file gives for it; null where it gives none. */
export interface FrameOfModule {
  readonly reference: FrameReference;
  readonly address: number | null;
}

/**
 * Whether a file may be the one that a log speaks of: frames that name a symbol and frames that name an offset in the
 * image must agree on where it was loaded. One kind alone proves nothing against it.
 */
export function mayBeSameBuild(frames: readonly FrameOfModule[]): boolean {
  const bases = new Set<bigint>();
  for (const {reference, address} of frames) {
    if (reference.address === null) continue;
    if (reference.from === 'symbol') {
      if (address === null) return false;
      bases.add(reference.address - BigInt(address));
    } else if (reference.from === 'image' && address !== null) bases.add(reference.address - BigInt(address));
  }
  return bases.size <= 1;
}
