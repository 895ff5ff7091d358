import {readAs, type TableReader} from './table-reader.ts';

/** Versions `X.Y`, inclusive; null: no end. */
export interface VersionRange {
  readonly from: string;
  readonly to: string | null;
}

/** toolchains/symbol-servers.yaml: where debug information is published. */
export interface SymbolServers {
  readonly 'python-org': {
    readonly url: string;
    readonly msi: {
      readonly versions: VersionRange;
      readonly path: string;
      readonly packages: readonly {readonly name: string; readonly pattern: string}[];
    };
    readonly zip: {readonly versions: VersionRange; readonly path: string};
  };
  readonly pymanager: {readonly url: string; readonly versions: VersionRange; readonly path: string};
  readonly 'python-build-standalone': {
    readonly url: string;
    readonly path: string;
    readonly flavours: readonly string[];
  };
  readonly microsoft: {readonly url: string; readonly patterns: readonly string[]};
  /** From our names of machines to those of python.org's folders. */
  readonly architectures: Readonly<Record<string, string>>;
}

/** Reads the table. */
export function symbolServers(read: TableReader): SymbolServers {
  return readAs<SymbolServers>(read, 'symbol-servers.json');
}
