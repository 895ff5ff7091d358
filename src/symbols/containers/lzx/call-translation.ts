const CALL = 0xe8;

/** The opcode and its 32-bit operand must lie before the last bytes of a frame ([MS-PATCH] 2.1.2, E8 translation). */
const UNTOUCHED_BYTES = 10;

/** Only the first GiB is translated: 32,768 frames. */
export const TRANSLATED_BYTES = 0x8000 * 0x8000;

/**
 * Gives x86 CALL instructions of a frame their relative operands back, in place: the compressor made them absolute, so
 * that calls of one function look alike. `position` is that of the frame in the data, `fileBytes` what its start states.
 */
export function undoCallTranslation(frame: Uint8Array, position: number, fileBytes: number): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const end = frame.length - UNTOUCHED_BYTES;
  for (let at = frame.indexOf(CALL); at >= 0 && at < end; at = frame.indexOf(CALL, at + 5)) {
    const current = position + at;
    const absolute = view.getInt32(at + 1, true);
    if (absolute >= -current && absolute < fileBytes) {
      view.setInt32(at + 1, absolute >= 0 ? absolute - current : absolute + fileBytes, true);
    }
  }
}
