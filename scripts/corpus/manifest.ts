import {readFileSync} from 'node:fs';
import * as v from 'valibot';

const label = v.picklist(['ok', 'warn', 'bad']);

const artefactSchema = v.object({
  file: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  size: v.number(),
  /** The client that fetches it: {@link cmd} is its command line, with DEST for the folder. */
  how: v.picklist(['pip', 'mvn', 'easy_install']),
  cmd: v.string(),
  verdict: label,
  /** Rules of which a bad artefact shows an error each. */
  rules: v.array(v.string()),
  binaries: v.array(v.object({path: v.string(), verdict: label})),
});

/** One real artefact: how to get it, and what check-abi must say of it and of each binary in it. */
export type CorpusArtefact = v.InferOutput<typeof artefactSchema>;

/** Reads a corpus manifest. Throws a ValiError for a file of another form. */
export function readManifest(file: string): readonly CorpusArtefact[] {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return v.parse(v.object({artefacts: v.array(artefactSchema)}), manifest).artefacts;
}
