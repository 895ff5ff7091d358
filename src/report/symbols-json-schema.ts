import * as v from 'valibot';
import {SOURCE_NAMES} from '../symbols/source.ts';

/** What `symbols list|fetch|verify --json` writes. Read by scripts and tests only. */
const guid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const source = v.picklist(SOURCE_NAMES);
const path = v.pipe(v.string(), v.description('Absolute.'));

const identity = v.variant('kind', [
  v.strictObject({kind: v.literal('pdb'), guid, age: whole, file: v.string()}),
  v.strictObject({kind: v.literal('build-id'), id: v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))}),
  v.strictObject({kind: v.literal('debuglink'), file: v.string(), crc32: whole}),
  v.strictObject({kind: v.literal('uuid'), uuids: v.array(guid)}),
]);

const binary = v.strictObject({
  path: v.string(),
  location: v.nullable(path),
  format: v.picklist(['pe', 'elf', 'macho']),
  machine: v.string(),
  identity: v.nullable(identity),
  keys: v.pipe(
    v.strictObject({debug: v.array(v.string()), image: v.array(v.string())}),
    v.description('Paths below the root of a symbol server.'),
  ),
  verdict: v.picklist(['own', 'matching', 'mismatched', 'stripped', 'not-published', 'nothing-to-match']),
  file: v.pipe(v.nullable(path), v.description('The debug file on this machine.')),
  source: v.nullable(source),
  from: v.pipe(v.nullable(v.string()), v.description('Where the source had it: path or URL.')),
  fetchedBytes: whole,
  attempts: v.array(
    v.strictObject({
      source,
      where: v.string(),
      result: v.picklist(['absent', 'mismatched', 'unreachable', 'refused']),
      detail: v.nullable(v.string()),
    }),
  ),
  mayBeIn: v.array(v.strictObject({source, where: v.string()})),
  packages: v.array(v.strictObject({name: v.string(), version: v.string()})),
});

export const symbolsJsonSchema = v.strictObject({
  schemaVersion: v.literal(1),
  command: v.picklist(['list', 'fetch', 'verify']),
  binaries: v.array(binary),
  notes: v.array(v.string()),
});
