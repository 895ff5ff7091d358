import {existsSync, realpathSync, statSync} from 'node:fs';
import {isAbsolute} from 'node:path';
import type {PackManifest} from '../../../debugging/core/pack-manifest.ts';
import type {Frame, Traceback} from '../../../debugging/traceback/model.ts';
import type {SymbolSubject} from '../../../symbols/subject.ts';
import type {SymbolOutcome} from '../../../symbols/verdict.ts';
import {recordedSources} from '../../symbols-handover/recorded-sources.ts';
import {isReadableBy} from '../readable-by.ts';
import type {PackContents} from './write-pack.ts';

/** Sources in all; those of a large program, and no data that carries their names. */
const MAX_SOURCE_BYTES = 256 << 20;

/** What an archive of a core must have, so that it opens elsewhere: binaries, debug files, sources. */
export function packContents(
  core: string,
  executable: string,
  images: readonly string[],
  outcomes: readonly SymbolOutcome[],
  traceback: Traceback,
  owner: number | null,
): PackContents {
  const missing: string[] = [];
  const files = new Map<string, string>();
  const subjects = new Map(outcomes.map(({subject}) => [subject.path, subject]));
  for (const path of new Set([executable, ...images])) {
    // A subject without a place is a binary that the core has, and this machine has no longer.
    const from = path === executable ? path : (subjects.get(path)?.location ?? null);
    if (from === null || !existsSync(from)) missing.push(path);
    else files.set(path, from);
  }
  // The loader opens a library by the name of a link; gdb asks for it by that name, too.
  for (const [path, from] of [...files]) if (realpathSync(from) !== path) files.set(realpathSync(from), from);
  const modules = [...files.keys()].map(path => ({path, buildId: buildIdOf(subjects.get(path))}));
  const sources = sourcesOf(outcomes, traceback, missing, owner);
  for (const path of sources) files.set(path, path);
  const manifest: PackManifest = {schemaVersion: 1, executable, modules, sources: [...sources], missing};
  return {
    core,
    manifest,
    files: [...files].map(([as, from]) => ({as, from})),
    debugFiles: outcomes.flatMap(({subject, file, verdict}) => {
      const buildId = buildIdOf(subject);
      return verdict === 'matching' && file !== null && buildId !== null ? [{from: file, buildId}] : [];
    }),
  };
}

function buildIdOf(subject: SymbolSubject | undefined): string | null {
  return subject?.identity?.kind === 'build-id' ? subject.identity.id : null;
}

/** The files that the frames name, and all that the user's own modules were compiled from. */
function sourcesOf(
  outcomes: readonly SymbolOutcome[],
  traceback: Traceback,
  missing: string[],
  owner: number | null,
): readonly string[] {
  // Nobody expects those of the interpreter and of libc, which its distribution has left on its own machines.
  const filesOf = (isWanted: (frame: Frame) => boolean): readonly string[] =>
    traceback.threads.flatMap(({frames}) =>
      frames.flatMap(frame =>
        frame.kind === 'cut' || frame.file === null || !isWanted(frame) ? [] : [frame.file],
      ),
    );
  const named = filesOf(() => true);
  const expected = new Set(
    filesOf(frame => frame.kind === 'python' || (frame.kind === 'c' && frame.origin === 'user')),
  );
  const own = new Set(traceback.modules.map(({path}) => path));
  const recorded = recordedSources(
    outcomes.flatMap(({subject, file}) => (own.has(subject.path) ? (file ?? subject.location ?? []) : [])),
  ).sources;
  const found: string[] = [];
  let bytes = 0;
  for (const path of new Set([...named, ...recorded])) {
    if (!isAbsolute(path) || !isReadableBy(owner, path)) continue;
    const status = statSync(path, {throwIfNoEntry: false});
    if (!status?.isFile() || bytes + status.size > MAX_SOURCE_BYTES) {
      if (expected.has(path)) missing.push(path);
      continue;
    }
    bytes += status.size;
    found.push(path);
  }
  return found;
}
