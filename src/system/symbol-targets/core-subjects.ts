import type {ByteSource} from '../../binary/byte-source.ts';
import {type CoreImage, coreImages, readCoreImage} from '../../binary/core/core-images.ts';
import {type CoreFacts, readCore} from '../../binary/core/read-core.ts';
import {UnreadableError} from '../../binary/unreadable.ts';
import {UserError} from '../../errors.ts';
import {subjectOfImage} from '../../symbols/dumped-subject.ts';
import {fileSince} from './dumped-file.ts';
import type {FoundSubjects} from './found-subjects.ts';

/** How many files of a core could not be held against what this machine has. */
interface Doubts {
  absent: number;
  unproved: number;
  unknown: number;
}

/** The binaries of a core file. A file that was replaced since is told by what the core has kept of it. */
export async function addCore(target: string, source: ByteSource, found: FoundSubjects): Promise<void> {
  const {core, images} = openCore(target, source);
  const doubts: Doubts = {absent: 0, unproved: 0, unknown: 0};
  for (const image of images) await addImage(image, core, doubts, found);
  for (const note of notesOn(core, images.length, doubts)) found.note(`${target}: ${note}`);
}

function openCore(
  target: string,
  source: ByteSource,
): {readonly core: CoreFacts; readonly images: readonly CoreImage[]} {
  try {
    const core = readCore(source);
    return {core, images: coreImages(core)};
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new UserError({
      what: `cannot be read as a core file: ${error.unreadable.detail}`,
      where: target,
      advice: 'write or copy it again',
      cause: error,
    });
  }
}

async function addImage(
  image: CoreImage,
  core: CoreFacts,
  doubts: Doubts,
  found: FoundSubjects,
): Promise<void> {
  const kept = image.isSeen ? readCoreImage(core, image) : null;
  const path =
    image.path ?? (image.isProgram ? core.program : null) ?? `image at 0x${image.start.toString(16)}`;
  const since =
    image.path === null || image.isDeleted
      ? ({state: 'gone'} as const)
      : await fileSince({path, start: image.start, image: kept}, core.memory);
  if (since.state === 'same') {
    found.add(since.subject);
    if (!since.isProved) doubts.unproved += 1;
    return;
  }
  if (kept === null) {
    // Without its first bytes, a mapped file that is no binary now was none then.
    if (since.state !== 'no-binary') doubts.unknown += 1;
    return;
  }
  found.add(subjectOfImage(path, kept));
  if (image.path === null) return;
  if (since.state === 'gone' && !image.isDeleted) doubts.absent += 1;
  else found.note(`${path}: was deleted or replaced since; what is told is that of the core`);
}

function notesOn(
  core: CoreFacts,
  imageCount: number,
  {absent, unproved, unknown}: Doubts,
): readonly string[] {
  const notes: string[] = [];
  if (core.isCut)
    notes.push('is cut short: a limit or a full disk ended it (ulimit -c, systemd ProcessSizeMax)');
  if (core.files === null)
    notes.push(
      'does not name the files that were loaded: the binaries are those whose first bytes it has kept',
    );
  if (absent > 0) notes.push(`${absent} of its ${imageCount} binaries are not on this machine`);
  if (unproved > 0) {
    notes.push(
      `has not kept the first pages of ${unproved} of its ${imageCount} binaries: the files of now are taken for them (bit 4 of /proc/PID/coredump_filter)`,
    );
  }
  if (unknown > 0) {
    notes.push(
      `${unknown} of its ${imageCount} binaries are neither on this machine nor in the memory that it kept`,
    );
  }
  return notes;
}
