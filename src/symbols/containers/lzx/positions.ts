/** Window sizes that cabinets state, as powers of two ([MS-CAB] 2.2, CFFOLDER typeCompress). */
export const MIN_WINDOW_BITS = 15;
export const MAX_WINDOW_BITS = 21;

/** Distances are coded as a slot and some bits behind it ([MS-PATCH] 2.2, table of position slots). */
const SLOTS = 50;

/** Bits behind the slot: none for the first four, then one more for every two slots, 17 at most. */
export const FOOTER_BITS: Uint8Array = Uint8Array.from({length: SLOTS}, (_, slot) =>
  Math.min(17, Math.max(0, (slot >> 1) - 1)),
);

/** The least formatted distance of each slot. */
export const SLOT_BASES: Int32Array = slotBases();

function slotBases(): Int32Array {
  const bases = new Int32Array(SLOTS);
  for (let slot = 1; slot < SLOTS; slot += 1) {
    bases[slot] = (bases[slot - 1] ?? 0) + 2 ** (FOOTER_BITS[slot - 1] ?? 0);
  }
  return bases;
}

/** The slots that distances in a window need: 30 of 32 KiB, then two more for each doubling, until footers stop growing. */
export function slotCount(windowBits: number): number {
  return SLOT_BASES.findLastIndex(base => base < 2 ** windowBits) + 1;
}
