import {elfFunctionAt} from '../../../binary/elf/code-address.ts';
import type {LocatedCode} from '../../../debugging/symbolize/located.ts';
import {parseAddr2line, parseLlvmSymbolizer} from '../../../debugging/symbolize/symbolizer-output.ts';
import {loadExeca} from '../../programs.ts';
import {readBinaryFile} from '../../read-binary-file.ts';
import {findProgram} from '../../symbols/find-program.ts';
import {DebugFiles} from '../debug-files.ts';

/** Addresses of one binary. Of an ELF file they are virtual addresses, of a PE file RVAs. */
export interface AddressRequest {
  readonly module: string;
  readonly format: 'elf' | 'pe' | 'macho';
  /** A file with its debug information, where it has none itself. */
  readonly debugFile: string | null;
  readonly addresses: readonly number[];
}

const TIMEOUT_MS = 60_000;

/** By which program the lines were found; `own` is our reader, which reads ELF files alone. */
export type Symbolizer = 'llvm-symbolizer' | 'addr2line' | 'own';

/** What each address belongs to, in the order of the request. Nothing of the binary runs. */
export async function symbolizeAddresses(
  request: AddressRequest,
  {only}: {readonly only?: Symbolizer} = {},
): Promise<readonly LocatedCode[]> {
  const llvm = only === undefined || only === 'llvm-symbolizer' ? findProgram('llvm-symbolizer') : null;
  if (llvm !== null) {
    const found = await byLlvm(llvm, request);
    if (found) return found;
  }
  const gnu =
    request.format === 'elf' && (only === undefined || only === 'addr2line')
      ? findProgram('addr2line')
      : null;
  if (gnu !== null) {
    const found = await byAddr2line(gnu, request);
    if (found) return found;
  }
  return byOwn(request);
}

async function byLlvm(program: string, request: AddressRequest): Promise<readonly LocatedCode[] | null> {
  const words = ['--output-style=JSON', '--demangle', `--obj=${request.debugFile ?? request.module}`];
  const relative = request.format === 'pe' ? ['--relative-address'] : [];
  return ask(program, [...words, ...relative], request.addresses, parseLlvmSymbolizer);
}

async function byAddr2line(program: string, request: AddressRequest): Promise<readonly LocatedCode[] | null> {
  return ask(
    program,
    ['-C', '-f', '-i', '-a', '-e', request.debugFile ?? request.module],
    request.addresses,
    parseAddr2line,
  );
}

/** Addresses go to standard input, one a line: a log may have more than a command line holds. */
async function ask(
  program: string,
  words: readonly string[],
  addresses: readonly number[],
  parse: (output: string) => readonly LocatedCode[],
): Promise<readonly LocatedCode[] | null> {
  const execa = await loadExeca();
  const {stdout, failed} = await execa(program, words, {
    input: addresses.map(address => `0x${address.toString(16)}\n`).join(''),
    reject: false,
    timeout: TIMEOUT_MS,
    // No server is asked for what is not here.
    env: {DEBUGINFOD_URLS: ''},
  });
  if (failed) return null;
  const found = parse(stdout);
  return found.length === addresses.length ? found : null;
}

function byOwn({module, format, debugFile, addresses}: AddressRequest): readonly LocatedCode[] {
  if (format !== 'elf') return addresses.map(() => []);
  const files = new DebugFiles();
  const found = files.places(debugFile ?? module, addresses);
  files.close();
  return addresses.map((address, index) => {
    const places = (found[index] ?? []).map(({function: name, file, line}) => ({function: name, file, line}));
    const last = places.pop();
    if (last && last.function !== null) return [...places, last];
    const name = symbolAt(module, address) ?? (debugFile === null ? null : symbolAt(debugFile, address));
    return last || name !== null
      ? [...places, {function: name, file: last?.file ?? null, line: last?.line ?? null}]
      : [];
  });
}

function symbolAt(path: string, address: number): string | null {
  return readBinaryFile(path, source => elfFunctionAt(source, address));
}
