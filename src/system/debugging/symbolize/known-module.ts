import {type CodeOffset, elfCodeAddress, elfFileOffset} from '../../../binary/elf/code-address.ts';
import {readBinaryFile} from '../../read-binary-file.ts';
import {identifyFile} from '../../symbol-targets/local-binary.ts';
import {debugFileAtHand} from '../../symbols/look-at-hand.ts';

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
  const outcome = await identifyFile(path);
  if (outcome === null || 'unreadable' in outcome) return null;
  const {subject} = outcome;
  const isElf = subject.format === 'elf';
  return {
    path,
    format: subject.format,
    buildId: subject.identity?.kind === 'build-id' ? subject.identity.id : null,
    debugFile: subject.own?.dwarf ? null : await debugFileAtHand(subject),
    addressOf: offset => (isElf ? addressIn(path, offset) : Number(offset.offset)),
    isSignalReturn: address => isElf && isReturn(codeAt(path, address)),
  };
}

function addressIn(path: string, offset: CodeOffset): number | null {
  return readBinaryFile(path, source => elfCodeAddress(source, offset));
}

function codeAt(path: string, address: number): string {
  return (
    readBinaryFile(path, source => {
      const offset = elfFileOffset(source, address);
      return offset === null ? '' : Buffer.from(source.read(offset, 9)).toString('hex');
    }) ?? ''
  );
}
