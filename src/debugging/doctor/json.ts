import type * as v from 'valibot';
import {printableJson} from '../../report/printable.ts';
import type {doctorJsonSchema} from './model.ts';

/** What `doctor --json` prints, ending with a line break. */
export function doctorJson(document: v.InferOutput<typeof doctorJsonSchema>): string {
  return `${printableJson(document)}\n`;
}
