import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import * as v from 'valibot';

const common = {container: v.string(), path: v.string(), init: v.array(v.string())};
const names = v.array(v.string());
const text = v.nullish(v.string(), null);

/** Imported names by library; `#17` is the ordinal 17. */
const imports = v.record(v.string(), names);

const peSchema = v.object({
  ...common,
  format: v.literal('PE'),
  machine: v.string(),
  bits: v.number(),
  imports,
  delay_imports: imports,
  dll_name: text,
  n_exports: v.number(),
  debug: v.array(
    v.object({
      type: v.string(),
      guid: v.optional(v.string()),
      age: v.optional(v.number()),
      pdb: v.optional(v.string()),
    }),
  ),
  dwarf: v.boolean(),
  linker: v.string(),
  clr: v.boolean(),
  is_dll: v.boolean(),
  /** Name and version of each C runtime that the manifest depends on. */
  manifest_crt: v.optional(v.array(v.tuple([v.string(), v.string()]))),
});

const elfSchema = v.object({
  ...common,
  format: v.literal('ELF'),
  machine: v.string(),
  bits: v.number(),
  endian: v.string(),
  type: v.string(),
  needed: names,
  soname: text,
  rpath: names,
  runpath: names,
  version_needs: v.record(v.string(), names),
  interp: text,
  py_undefined: names,
  n_exports: v.number(),
  build_id: text,
  dwarf: v.boolean(),
  symtab: v.boolean(),
  gnu_debuglink: text,
});

const machOSchema = v.object({
  ...common,
  format: v.literal('MachO'),
  slices: v.array(
    v.object({
      arch: v.string(),
      libs: names,
      type: v.string(),
      init: names,
      py_undefined: names,
      platform: v.nullable(v.string()),
      minos: v.nullable(v.string()),
      uuid: v.nullable(v.string()),
    }),
  ),
});

/** What other readers say of one PE file. */
export type PeReference = v.InferOutput<typeof peSchema>;
/** What other readers say of one ELF file. */
export type ElfReference = v.InferOutput<typeof elfSchema>;
/** What other readers say of one Mach-O file. */
export type MachOReference = v.InferOutput<typeof machOSchema>;
/** What other readers (LIEF, cross-checked with pefile and pyelftools) say of one binary. */
export type Reference = PeReference | ElfReference | MachOReference;

const referenceSchema = v.variant('format', [peSchema, elfSchema, machOSchema]);

/** Reads a `.jsonl.gz` of reference facts, by artefact. Throws a ValiError for a line of another form. */
export function readReferences(file: string): ReadonlyMap<string, readonly Reference[]> {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const references = lines.map(line => v.parse(referenceSchema, JSON.parse(line)));
  return Map.groupBy(references, ({container}) => container);
}
