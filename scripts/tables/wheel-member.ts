import {readFileSync} from 'node:fs';
import {unzipSync} from 'fflate';

/** The text of one member of a wheel; throws where it is missing. */
export function wheelText(wheel: string, member: string): string {
  const bytes = wheelMembers(wheel, name => name === member).get(member);
  if (!bytes) throw new Error(`${wheel} has no ${member}`);
  return new TextDecoder().decode(bytes);
}

/** The members of a wheel that a test picks by name. */
export function wheelMembers(wheel: string, pick: (name: string) => boolean): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(readFileSync(wheel), {filter: ({name}) => pick(name)})));
}
