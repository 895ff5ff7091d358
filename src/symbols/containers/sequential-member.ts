import {UnreadableError} from '../../binary/unreadable.ts';
import type {ArchiveMember} from './archive.ts';
import {baseNameOf} from './base-name.ts';

/** What is allocated before any byte of a member was seen: sizes are claims. */
const FIRST_BYTES = 64 * 1024;

/** What an archive says of a member. */
export interface StatedMember {
  /** As it stands there, path and all. */
  readonly rawName: string;
  readonly sizeBytes: number;
  /** Why it cannot be read whatever it holds, as one clause; null for most. */
  readonly problem: string | null;
}

/**
 * A member whose bytes come one after the other from `fill`, which gives fewer than asked only where they end. What was
 * read is kept, and grows with the bytes that are really there.
 */
export function sequentialMember(
  {rawName, sizeBytes, problem}: StatedMember,
  fill: (target: Uint8Array) => number,
): ArchiveMember {
  const {name, problem: nameProblem} = baseNameOf(rawName);
  let bytes = new Uint8Array(0);
  let filledBytes = 0;

  const upTo = (wantedBytes: number): Uint8Array => {
    const refusal = nameProblem ?? problem;
    if (refusal !== null) throw new UnreadableError('unsupported', `${name} ${refusal}`);
    while (filledBytes < wantedBytes) {
      if (filledBytes === bytes.length) bytes = grown(bytes, sizeBytes);
      const target = bytes.subarray(filledBytes, Math.min(bytes.length, wantedBytes));
      const count = fill(target);
      filledBytes += count;
      if (count < target.length) {
        throw new UnreadableError('truncated', `${name} ends after ${filledBytes} of ${sizeBytes} bytes`);
      }
    }
    return bytes.subarray(0, wantedBytes);
  };

  return {
    name,
    sizeBytes,
    peek: lengthBytes => upTo(Math.min(lengthBytes, sizeBytes)),
    read(limitBytes) {
      if (sizeBytes > limitBytes) {
        throw new UnreadableError('unsupported', `${name} has ${sizeBytes} bytes, more than ${limitBytes}`);
      }
      return upTo(sizeBytes);
    },
  };
}

/** Twice as long, at most `sizeBytes`. Views of the former bytes stay valid. */
function grown(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.min(sizeBytes, Math.max(FIRST_BYTES, bytes.length * 2)));
  longer.set(bytes);
  return longer;
}
