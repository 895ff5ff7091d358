import type {CodePlace} from '../../binary/dwarf/locate-code.ts';
import {elfImageBase} from '../../binary/elf/code-address.ts';
import type {Traceback} from '../../debugging/traceback/model.ts';
import {type CodePoint, nameFrames, pointsToName} from '../../debugging/traceback/name-frames.ts';
import {UserError} from '../../errors.ts';
import {readBinaryFile} from '../read-binary-file.ts';
import {DebugFiles} from './debug-files.ts';

/** What each offset in a module belongs to. */
type Places = ReadonlyMap<bigint, readonly CodePlace[]>;

/**
 * Names the frames of the interpreter and the system that the debugger found no line for. `debugFiles`: by the path of a
 * module as the traceback has it, the ELF file with its DWARF, which may be the module itself. Frames of other modules, and
 * of files that cannot be read, stay as they are. `files`: those that were prepared, which stay open.
 */
export function nameFramesOfFiles(
  traceback: Traceback,
  debugFiles: ReadonlyMap<string, string>,
  files?: DebugFiles,
): Traceback {
  const opened = files ?? new DebugFiles();
  try {
    return named(traceback, debugFiles, opened);
  } finally {
    if (!files) opened.close();
  }
}

function named(traceback: Traceback, debugFiles: ReadonlyMap<string, string>, files: DebugFiles): Traceback {
  const offsets = new Map<string, Set<bigint>>();
  for (const {module, offset} of pointsToName(traceback)) {
    const known = offsets.get(module);
    if (known) known.add(offset);
    else offsets.set(module, new Set([offset]));
  }
  const found = new Map<string, Places>();
  for (const [module, own] of offsets) {
    const debugFile = debugFiles.get(module);
    if (debugFile !== undefined) found.set(module, placesOf({module, debugFile}, [...own], files));
  }
  return nameFrames(traceback, ({module, offset}: CodePoint) => found.get(module)?.get(offset) ?? []);
}

function placesOf(
  {module, debugFile}: {readonly module: string; readonly debugFile: string},
  offsets: readonly bigint[],
  files: DebugFiles,
): Places {
  try {
    const base = readBinaryFile(module, elfImageBase);
    if (base === null) return new Map();
    const places = files.places(
      debugFile,
      offsets.map(offset => base + Number(offset)),
      {isTableTrusted: true},
    );
    return new Map(offsets.map((offset, index) => [offset, places[index] ?? []]));
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}
