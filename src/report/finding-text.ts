import type {Finding} from '../rules/finding.ts';
import {shown} from './printable.ts';

/** A finding in full as plain text: the sentence, then a line each for evidence, what breaks and the cure. */
export function findingText({message, evidence, breaks, fix}: Finding): string {
  const rows = [...evidence, {label: 'breaks', text: breaks}, {label: 'fix', text: fix}];
  return [message, ...rows.filter(({text}) => text !== '').map(({label, text}) => `${label}: ${text}`)]
    .map(shown)
    .join('\n');
}
