import type {FrameReference} from './frame-reference.ts';

/** A frame of one module, and the address that its file gives for it; null where it gives none. */
export interface FrameOfModule {
  readonly reference: FrameReference;
  readonly address: number | null;
}

/**
 * Whether files may be those that a log speaks of: the frames of a stack that name a symbol and those that name an
 * offset in the image must agree on where it was loaded. One kind alone proves nothing against it.
 */
export class StackBases<Module> {
  readonly #bases = new Map<Module, bigint>();

  /** The next stack may be of another process, which has the same file elsewhere. */
  nextStack(): void {
    this.#bases.clear();
  }

  /** Whether the next frame of the stack agrees with those before it. */
  agrees(module: Module, {reference, address}: FrameOfModule): boolean {
    if (reference.address === null || (reference.from !== 'symbol' && reference.from !== 'image'))
      return true;
    if (address === null) return reference.from === 'image';
    const base = reference.address - BigInt(address);
    const known = this.#bases.get(module) ?? base;
    this.#bases.set(module, known);
    return known === base;
  }
}
