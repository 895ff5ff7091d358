import type {Build} from './case.ts';
import {linuxSynthetic} from './synthetic-linux.ts';
import {windowsSynthetic} from './synthetic-windows.ts';

/** A bare module, right, wrong or odd, and what must be said of it. */
export interface SyntheticCase {
  readonly file: string;
  /** The sets of error rules of which one must be met exactly; an empty set: no error. */
  readonly errors: readonly (readonly string[])[];
  /** Warnings that must be there. */
  readonly warnings?: readonly string[];
  readonly build: Build;
  /** What this machine lacks to build it. */
  readonly missing?: string;
}

/** Every synthetic case: the odd and right ones are as many as the wrong ones. */
export const syntheticCases: readonly SyntheticCase[] = [...windowsSynthetic, ...linuxSynthetic];
