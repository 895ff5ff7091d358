import {mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {pagedSource} from '../../../binary/byte-source.ts';
import {type CodeOffset, elfCodeAddress, elfFileOffset} from '../../../binary/elf/code-address.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import {localFiles} from '../../files.ts';
import {defaultStoreFolder} from '../../symbol-store-folder.ts';
import {identifySource} from '../../symbol-targets/identify-source.ts';
import {lookUpSymbols} from '../../symbols/look-up-symbols.ts';
import {FILES} from '../symbol-settings.ts';

/** A binary of a log that was found. */
export interface KnownModule {
  readonly path: string;
  readonly format: 'elf' | 'pe' | 'macho';
  /** Lower-case hexadecimal; null without one. */
  readonly buildId: string | null;
  readonly debugFile: string | null;
  /** The address that a symbolizer wants; null where it lies in no code of the file. */
  addressOf(offset: CodeOffset): number | null;
  /** Whether the code at an address is what the kernel lets a signal handler return to. */
  isSignalReturn(address: number): boolean;
}

/** x86-64: `mov $15, %rax; syscall`, rt_sigreturn; aarch64: `mov x8, #139; svc #0`. */
const SIGNAL_RETURNS = ['48c7c00f0000000f05', '681180d2010000d4'];

function isReturn(code: string): boolean {
  return SIGNAL_RETURNS.some(one => code.startsWith(one));
}

/** Reads a binary's identity, and finds its debug information where it has none itself. Null for what is no binary. */
export async function knownModule(path: string): Promise<KnownModule | null> {
  const file = localFiles.openFile(path);
  try {
    const place = {path, name: basename(path), location: path, archive: null};
    const outcome = await identifySource(pagedSource(file), place);
    if ('unreadable' in outcome) return null;
    const {subject} = outcome;
    return {
      path,
      format: subject.format,
      buildId: subject.identity?.kind === 'build-id' ? subject.identity.id : null,
      debugFile: subject.own?.dwarf ? null : await debugFileOf(subject),
      addressOf: offset => (subject.format === 'elf' ? addressIn(path, offset) : Number(offset.offset)),
      isSignalReturn: address => subject.format === 'elf' && isReturn(codeAt(path, address)),
    };
  } finally {
    file.close();
  }
}

type Subject = Parameters<typeof lookUpSymbols>[0][number];

async function debugFileOf(subject: Subject): Promise<string | null> {
  const store = defaultStoreFolder(process.env, process.platform);
  const {outcomes} = await lookUpSymbols([subject], {
    mode: 'look',
    choices: {store, only: FILES, without: [], mirrors: [], symbolPath: undefined},
    offline: true,
    install: false,
    refresh: false,
    isQuiet: true,
  });
  const [outcome] = outcomes;
  return outcome?.verdict === 'matching' ? outcome.file : null;
}

function addressIn(path: string, offset: CodeOffset): number | null {
  return reading(path, source => elfCodeAddress(source, offset));
}

function codeAt(path: string, address: number): string {
  return (
    reading(path, source => {
      const offset = elfFileOffset(source, address);
      return offset === null ? '' : Buffer.from(source.read(offset, 9)).toString('hex');
    }) ?? ''
  );
}

function reading<T>(path: string, read: (source: ReturnType<typeof pagedSource>) => T): T | null {
  const file = localFiles.openFile(path);
  try {
    return read(pagedSource(file));
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  } finally {
    file.close();
  }
}

/**
 * A PDB is found by symbolizers beside its binary only: does the work in a folder where it is. The path of the binary
 * there is given.
 */
export async function besidePdb<T>(
  module: string,
  pdb: string | null,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (pdb === null) return work(module);
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-pdb-'));
  try {
    const path = join(folder, basename(module));
    symlinkSync(module, path);
    symlinkSync(pdb, join(folder, basename(pdb)));
    return await work(path);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
