import type {ImportedLibrary, PeFacts} from '../binary/facts.ts';
import type {CrtFamily, CrtKind, Toolchains} from '../toolchains/toolchains.ts';

/** One Microsoft runtime DLL that a binary imports. */
export interface RuntimeImport {
  readonly dll: string;
  readonly family: CrtFamily;
  readonly debug: boolean;
  readonly kind: CrtKind;
  readonly symbols: readonly string[];
  /** How many functions are imported, those by ordinal included. */
  readonly functions: number;
}

/** Only these say which C runtime a binary uses; the others merely need one. */
const DECIDING: ReadonlySet<CrtKind> = new Set(['c-runtime', 'api-set', 'startup']);

/** The Microsoft runtimes among the imports and delay imports, in table order. */
export function runtimeImports(facts: PeFacts, toolchains: Toolchains): readonly RuntimeImport[] {
  return allImports(facts).flatMap(({library, symbols, ordinals}) => {
    const runtime = toolchains.crt.classify(library);
    return runtime
      ? [
          {
            dll: library,
            family: runtime.family,
            debug: runtime.debug,
            kind: runtime.kind,
            symbols,
            functions: symbols.length + ordinals.length,
          },
        ]
      : [];
  });
}

/** The C runtimes that a binary uses, release and debug, each once. */
export function crtFamilies(runtimes: readonly RuntimeImport[]): readonly CrtFamily[] {
  return [...new Set(runtimes.filter(({kind}) => DECIDING.has(kind)).map(({family}) => family))];
}

/** As JSON names them: `ucrt`, `msvcr90`, a `d` behind for the debug ones, `static` for none. */
export function crtNames(facts: PeFacts, toolchains: Toolchains): readonly string[] {
  const deciding = runtimeImports(facts, toolchains).filter(({kind}) => DECIDING.has(kind));
  if (deciding.length === 0) return facts.isManaged ? [] : ['static'];
  return [...new Set(deciding.map(({family, debug}) => `${family}${debug ? 'd' : ''}`))];
}

/** For a reader: the DLLs as people write them, one `UCRT` for its API sets; empty for a static one. */
export function crtLibraries(facts: PeFacts, toolchains: Toolchains): readonly string[] {
  const names = runtimeImports(facts, toolchains)
    .filter(({kind}) => kind === 'c-runtime' || kind === 'startup' || kind === 'api-set')
    .map(({dll, family, kind}) => (family === 'ucrt' && kind !== 'startup' ? 'UCRT' : dll.toUpperCase()));
  return [...new Set(names)];
}

/** What is imported of the given runtimes. */
export function runtimeSymbols(runtimes: readonly RuntimeImport[], family: CrtFamily): readonly string[] {
  return runtimes.filter(runtime => runtime.family === family).flatMap(runtime => runtime.symbols);
}

/** Imports and delay imports together. */
export function allImports(facts: PeFacts): readonly ImportedLibrary[] {
  return facts.delayImports.length === 0 ? facts.imports : [...facts.imports, ...facts.delayImports];
}
