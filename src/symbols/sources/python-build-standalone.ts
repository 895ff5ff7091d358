import type {SymbolServers} from '../../toolchains/symbol-servers.ts';
import {type Place, plainly, type SymbolSource} from '../source.ts';
import {below} from '../symbol-path.ts';
import {fill} from './published.ts';

/** An interpreter of python-build-standalone on this machine, as uv installs it. */
export interface StandaloneInstall {
  /** Absolute folder; modules below it belong to it. */
  readonly prefix: string;
  /** `3.12.4` */
  readonly version: string;
  /** The release, a date: `20240713`. */
  readonly tag: string;
  /** `x86_64-unknown-linux-gnu` */
  readonly triple: string;
}

/** The archives of the same release that were not stripped. */
export function pythonBuildStandalone(
  server: Place,
  installs: readonly StandaloneInstall[],
  table: SymbolServers,
): SymbolSource {
  const {path, flavours} = table['python-build-standalone'];
  return {
    name: 'python-build-standalone',
    isRemote: true,
    candidates({location, identity}) {
      const install =
        location === null ? undefined : installs.find(({prefix}) => location.startsWith(prefix));
      if (!install || identity === null) return [];
      const {version, tag, triple} = install;
      return flavours.map(flavour =>
        plainly({
          kind: 'packed',
          place: below(server, fill(path, {version, tag, triple, flavour})),
          packing: 'archive',
        }),
      );
    },
  };
}

/**
 * What the name of an install's folder says: `cpython-3.12.4-linux-x86_64-gnu` (uv). Null for other names.
 */
export function standaloneTriple(folder: string): {readonly version: string; readonly triple: string} | null {
  const match = /^cpython-(\d+\.\d+\.\d+[a-z0-9]*)(?:\+\w+)?-(linux|macos|windows)-(\w+)-(\w+)$/.exec(folder);
  if (!match) return null;
  const [, version = '', system = '', machine = '', libc = ''] = match;
  const vendors: Readonly<Record<string, string>> = {
    linux: `unknown-linux-${libc}`,
    macos: 'apple-darwin',
    windows: 'pc-windows-msvc',
  };
  return {version, triple: `${machine}-${vendors[system] ?? ''}`};
}
