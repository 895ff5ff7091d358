import type {Machine} from '../facts.ts';

/**
 * The machine that an ELF header's `e_machine` names, with the class and byte order that tell its variants apart
 * (numbers: gABI, "ELF Header", and the registry that the gABI keeps for `e_machine`).
 */
export function elfMachine(code: number, bits: 32 | 64, littleEndian: boolean): Machine {
  switch (code) {
    case 2: // EM_SPARC
    case 18: // EM_SPARC32PLUS
    case 43: // EM_SPARCV9
      return 'sparc';
    case 3:
      return 'x86';
    case 8:
      // Class 32 is o32 and n32: both need 32-bit libraries, whatever the processor.
      return bits === 64 ? 'mips64' : 'mips';
    case 20:
      return 'ppc';
    case 21:
      return littleEndian ? 'ppc64le' : 'ppc64';
    case EM_S390:
      return bits === 64 ? 's390x' : 'unknown';
    case 40:
      return 'arm';
    case 50:
      return 'ia64';
    case 62:
      return 'x86_64';
    case 183:
      return 'arm64';
    case 243:
      return bits === 64 ? 'riscv64' : 'riscv32';
    case 258:
      return bits === 64 ? 'loongarch64' : 'unknown';
    default:
      return 'unknown';
  }
}

/** IBM Z, 31-bit and 64-bit. */
export const EM_S390 = 22;

/** The number that Linux on Alpha uses; the registry's own 41 was never used there. */
export const EM_ALPHA = 0x9026;
