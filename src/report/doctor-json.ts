import type * as v from 'valibot';
import type {doctorJsonSchema} from '../debugging/doctor/model.ts';
import {printableJson} from './printable.ts';

/** What `doctor --json` prints, ending with a line break. */
export function doctorJson(document: v.InferOutput<typeof doctorJsonSchema>): string {
  return `${printableJson(document)}\n`;
}
