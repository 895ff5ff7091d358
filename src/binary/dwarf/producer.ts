/** What a producer and its options tell of how code was made. */
export interface ProducerFacts {
  /** In order; null where the compiler records none. */
  readonly options: readonly string[] | null;
  /** Null where nothing tells. */
  readonly optimised: boolean | null;
  readonly lto: boolean;
}

/**
 * Reads DW_AT_producer, and DW_AT_APPLE_flags where there is one. gcc writes its options behind its version (but with
 * -gno-record-gcc-switches); clang does with -grecord-command-line, into DW_AT_APPLE_flags for Apple's systems.
 */
export function readProducer(producer: string | null, appleFlags: string | null): ProducerFacts {
  const text = producer ?? '';
  const isGnu = text.startsWith('GNU ');
  const options = appleFlags === null ? recorded(text, isGnu) : fromFirstOption(splitEscaped(appleFlags));
  return {
    options: options.length > 0 ? options : null,
    optimised: optimisedBy(options, isGnu || /\bclang\b/.test(text)),
    // The compiler that runs at the link calls itself so; a unit may also say that it was meant for it.
    lto: text.startsWith('GNU GIMPLE') || isForLto(options),
  };
}

function recorded(producer: string, isGnu: boolean): readonly string[] {
  // gcc joins its options with spaces as they are.
  return fromFirstOption(isGnu ? producer.split(' ') : splitEscaped(producer));
}

/** Without the names and versions before the options; clang's begin with its own path. */
function fromFirstOption(words: readonly string[]): readonly string[] {
  const first = words.findIndex(word => /^-./.test(word));
  return first < 0 ? [] : words.slice(first).filter(word => word !== '');
}

/** Words between spaces; clang writes a backslash before a space or backslash that belongs to a word. */
function splitEscaped(text: string): readonly string[] {
  const words = text.match(/(?:\\[\s\S]|[^\\ ])+/g) ?? [];
  return words.map(word => word.replace(/\\([\s\S])/g, '$1'));
}

/** By the last of -O0, -O, -O2, -Og, ...; gcc and clang do not optimise without one, of others nobody knows. */
function optimisedBy(options: readonly string[], isOffByDefault: boolean): boolean | null {
  if (options.length === 0) return null;
  const level = options.findLast(option => /^-O(?:\d*|s|z|g|fast|none)$/.test(option));
  if (level === undefined) return isOffByDefault ? false : null;
  return level !== '-O0' && level !== '-Onone';
}

function isForLto(options: readonly string[]): boolean {
  const last = options.findLast(option => /^-f(?:no-)?lto(?:=.*)?$/.test(option));
  return last?.startsWith('-flto') ?? false;
}
