/** A place of code that a log names, before it is known which source it is. */
export interface FrameReference {
  /** As the log names it: a path, or a base name alone. */
  readonly module: string;
  /**
   * What `offset` counts from: the image as it is loaded, a symbol, nothing (the address of a program that is loaded
   * where it says), the file, or the segment of code.
   */
  readonly from: 'image' | 'symbol' | 'address' | 'file' | 'code-segment';
  /** For `symbol`: its name. */
  readonly symbol: string | null;
  readonly offset: bigint;
  /** Where the code was in memory, where the log tells it. */
  readonly address: bigint | null;
  /** Lower-case hexadecimal, where the log tells it. */
  readonly buildId: string | null;
  /** What a caller's frame holds: the address behind the call. Null where the line does not tell. */
  readonly isReturnAddress: boolean | null;
}

type Recogniser = (line: string) => FrameReference | null;

const HEX = '(?:0x)?([0-9a-fA-F]{1,16})';

const hex = (text: string): bigint => BigInt(`0x${text}`);

/** CPython 3.14 and later, Python/traceback.c, _Py_DumpStack. */
const cpython: Recogniser = line => {
  const [, module, symbol, offset, address] =
    /^\s*Binary file "([^"]{1,4096})"(?:, at ([^\s+]*)\+0x([0-9a-f]{1,16}))? \[0x([0-9a-f]{1,16})\]/.exec(
      line,
    ) ?? [];
  if (module === undefined || address === undefined) return null;
  const found =
    offset === undefined ? reference(module, 'address', hex(address)) : afterSymbol(module, symbol, offset);
  return inBacktrace(found, hex(address));
};

/** backtrace_symbols(3) of glibc. */
const glibc: Recogniser = line => {
  const [, module, symbol, offset, address] =
    /(?:^|\s)(\/?[^\s()]{1,4096})\(([^()\s+]*)\+0x([0-9a-f]{1,16})\)\s?\[0x([0-9a-f]{1,16})\]/.exec(line) ??
    [];
  if (module === undefined || offset === undefined || address === undefined) return null;
  return inBacktrace(afterSymbol(module, symbol, offset), hex(address));
};

/** backtrace(3) gives return addresses from its first frame on, but for the frame that a signal interrupted. */
function inBacktrace(found: FrameReference, address: bigint): FrameReference {
  return {...found, address, isReturnAddress: true};
}

function afterSymbol(module: string, symbol: string | undefined, offset: string): FrameReference {
  return symbol ? reference(module, 'symbol', hex(offset), symbol) : reference(module, 'image', hex(offset));
}

/** The kernel's line of a fault, mm/memory.c, print_vma_addr: since 6.4 with the offset in the file. */
const kernel: Recogniser = line => {
  const [, ip, module, inFile, base] =
    new RegExp(
      `segfault at [0-9a-f]+ ip ${HEX} .* in (\\S{1,255})\\[(?:([0-9a-f]{1,16}),)?([0-9a-f]{1,16})\\+[0-9a-f]+\\]`,
    ).exec(line) ?? [];
  if (ip === undefined || module === undefined || base === undefined) return null;
  const offset = inFile === undefined ? hex(ip) - hex(base) : hex(inFile);
  return {
    ...reference(module, inFile === undefined ? 'code-segment' : 'file', offset),
    isReturnAddress: false,
  };
};

/** Sanitizers and LLVM: `#1 0x7f.. (/lib/x.so+0x11eb) (BuildId: ..)`, also with a function that has no line. */
const sanitizer: Recogniser = line => {
  const [, module, offset, buildId] =
    /^\s*#\d+ 0x[0-9a-f]+ .*\((\S{1,4096})\+0x([0-9a-f]{1,16})\)(?: \(BuildId: ([0-9a-f]{2,128})\))?/.exec(
      line,
    ) ?? [];
  if (module === undefined || offset === undefined) return null;
  // They print the call itself.
  return {...reference(module, 'image', hex(offset)), buildId: buildId ?? null, isReturnAddress: false};
};

/** winedbg: `=>0 0x.. in crashmod (+0x12ed) (0x..)`. */
const winedbg: Recogniser = line => {
  const [, mark, module, offset] =
    /^\s*(=>)?\s*\d+ 0x[0-9a-f]+ .*?in (\S+) \(\+0x([0-9a-f]{1,16})\)/.exec(line) ?? [];
  if (module === undefined || offset === undefined) return null;
  return {...reference(module, 'image', hex(offset)), isReturnAddress: mark === undefined};
};

/** macOS: `3   crashy.so   0x000000010a8e3c34 0x10a8e0000 + 15412`. */
const macos: Recogniser = line => {
  const [, module, base, offset] =
    /^\s*\d+\s+(\S+)\s+0x[0-9a-f]{8,16} (0x[0-9a-f]{4,16}|\S+) \+ (\d{1,12})\b/.exec(line) ?? [];
  if (module === undefined || base === undefined || offset === undefined || !base.startsWith('0x'))
    return null;
  return reference(module, 'image', BigInt(offset));
};

/** Anything that names a module and an offset in it: our own reports, WinDbg, `x.pyd+0x11eb`, `x.so + 0x11eb`. */
const plain: Recogniser = line => {
  const [, module, offset] =
    /([^\s"'(),;[\]]{1,4096}\.(?:so(?:\.\d+)*|pyd|dll|exe|dylib))[!]?\s?\+\s?0x([0-9a-fA-F]{1,16})\b/.exec(
      line,
    ) ?? [];
  return module === undefined || offset === undefined ? null : reference(module, 'image', hex(offset));
};

function reference(
  module: string,
  from: FrameReference['from'],
  offset: bigint,
  symbol: string | null = null,
): FrameReference {
  return {module, from, symbol, offset, address: null, buildId: null, isReturnAddress: null};
}

const RECOGNISERS = [cpython, kernel, sanitizer, winedbg, macos, glibc, plain];

/** Longer lines are no frames; what they hold is passed on as it is. */
const MAX_LINE = 8192;

/** The place of code that a line names; null for any other line. Colours and time stamps do not matter. */
export function frameReference(line: string): FrameReference | null {
  if (line.length > MAX_LINE) return null;
  const text = withoutPrefix(line.replaceAll(/\x1b\[[0-9;]*[A-Za-z]/g, ''));
  for (const recognise of RECOGNISERS) {
    const found = recognise(text);
    if (found) return found;
  }
  return null;
}

/** Time stamps of CI systems and names of containers in front of a line. */
function withoutPrefix(line: string): string {
  return line.replace(
    /^(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s?|\[\s*\d+\.\d+\]\s|[\w.-]+\s*\|\s)+/,
    '',
  );
}
