import type {LaunchConfigJson} from './launch-config-json-schema.ts';
import {printableJson} from './printable.ts';

/** The JSON of `launch-config`; see schema/launch-config.schema.json. */
export function launchConfigJson(told: Omit<LaunchConfigJson, 'schemaVersion' | 'command'>): string {
  const document: LaunchConfigJson = {schemaVersion: 1, command: 'launch-config', ...told};
  return `${printableJson(document)}\n`;
}
