import {nearestName} from '../../project/nearest-name.ts';
import type {LaunchSchemas, ObjectKeys} from '../../toolchains/launch-schemas.ts';

/** The kinds that toolchains/launch-schemas.yaml speaks of. */
const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  boolean: value => typeof value === 'boolean',
  // A variable of the editor may stand for a number.
  integer: value => Number.isInteger(value),
  strings: value => Array.isArray(value) && value.every(each => typeof each === 'string'),
  objects: value => Array.isArray(value) && value.every(isObject),
  object: isObject,
  any: () => true,
};

type Entry = Readonly<Record<string, unknown>>;

/** What an editor would say of a configuration of VS Code's, or ignore in silence: one clause each. */
export function checkConfiguration(entry: Entry, schemas: LaunchSchemas): readonly string[] {
  const {type, request} = entry;
  const ofType = schemas.types[String(type)];
  if (!ofType) return [`has a type that is not known: ${JSON.stringify(type ?? null)}`];
  if (request !== 'launch' && request !== 'attach') {
    return [`has to say \`"request": "launch"\` or \`"attach"\``];
  }
  const own = ofType[request];
  return checkObject(entry, {required: own.required, keys: {...schemas.common, ...own.keys}}, schemas.nested);
}

/** The same for any object with known keys. */
export function checkObject(
  entry: Entry,
  {required, keys}: ObjectKeys,
  nested: LaunchSchemas['nested'],
): readonly string[] {
  const missing = required.filter(key => !(key in entry)).map(key => `lacks \`${key}\``);
  const wrong = Object.entries(entry).flatMap(([key, value]) => {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (kind === undefined) {
      const meant = nearestName(key, Object.keys(keys));
      return [`has a key that is not known: \`${key}\`${meant === null ? '' : ` (is \`${meant}\` meant?)`}`];
    }
    if (!kind.split('|').some(one => KINDS[one]?.(value))) return [`has under \`${key}\` what is no ${kind}`];
    const inner = nested[key];
    if (!inner) return [];
    const objects = (Array.isArray(value) ? value : [value]).filter(isObject);
    return objects.flatMap(each =>
      checkObject(each, inner, nested).map(clause => `${clause} (in \`${key}\`)`),
    );
  });
  return [...missing, ...wrong];
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
