import {MAX_NAME_BYTES} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** What a walk found: how many names the trie holds, and those that were wanted. */
export interface TrieNames {
  readonly count: number;
  readonly names: readonly string[];
}

/**
 * Walks an export trie (the comment above dyld_info_command in <mach-o/loader.h>): a node is the ULEB128 size of what
 * follows for a name that ends here, that, the number of children, and for each child the characters on its edge and
 * the ULEB128 offset of its node. `isWanted` tells of the beginning of a name whether names that begin so are wanted;
 * names keep their underscore. Throws {@link UnreadableError} for a trie that leaves its bytes or is no tree.
 */
export function walkExportTrie(trie: Uint8Array, isWanted: (beginning: string) => boolean): TrieNames {
  if (trie.length === 0) return {count: 0, names: []};
  const bytes = Buffer.from(trie.buffer, trie.byteOffset, trie.byteLength);
  const visited = new Uint8Array(trie.length);
  const names: string[] = [];
  let count = 0;
  // Names of real libraries are up to three times as long as their trie; a chain of one-letter edges must not fill the memory.
  let budget = 16 * trie.length + MAX_NAME_BYTES;
  const pending: {at: number; name: string | null}[] = [{at: 0, name: ''}];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (visited[node.at]) throw new UnreadableError('truncated', 'the export trie reaches one node twice');
    visited[node.at] = 1;
    const cursor = new TrieCursor(bytes, node.at);
    const terminalSize = cursor.uleb();
    if (terminalSize > 0) {
      count++;
      if (node.name !== null) {
        budget -= node.name.length;
        if (budget < 0) throw new UnreadableError('truncated', 'the export trie repeats itself');
        names.push(asText(node.name));
      }
      cursor.skip(terminalSize);
    }
    for (let children = cursor.byte(); children > 0; children--) {
      const name: string | null = node.name === null ? cursor.skipEdge() : node.name + cursor.edge();
      const at = cursor.uleb();
      if (at >= trie.length) throw pastEnd();
      pending.push({
        at,
        name: name !== null && name.length <= MAX_NAME_BYTES && isWanted(name) ? name : null,
      });
    }
  }
  return {count, names};
}

/** Edges may cut a character in two, so names are put together from bytes and decoded at the end. */
function asText(name: string): string {
  return /[\x80-\xff]/.test(name) ? Buffer.from(name, 'latin1').toString('utf8') : name;
}

const pastEnd = () => new UnreadableError('truncated', 'the export trie points past its end');

/** Reads forward through the bytes of a node. */
class TrieCursor {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw pastEnd();
    return value;
  }

  /** Offsets and sizes fit in 32 bits; a longer number is out of range whatever it says. */
  uleb(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw pastEnd();
  }

  skip(length: number): void {
    this.#at += length;
  }

  edge(): string {
    const start = this.#at;
    this.skipEdge();
    return this.#bytes.toString('latin1', start, this.#at - 1);
  }

  skipEdge(): null {
    while (this.byte() !== 0);
    return null;
  }
}
