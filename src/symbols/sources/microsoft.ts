import type {SymbolServers} from '../../toolchains/symbol-servers.ts';
import type {Place, SymbolSource} from '../source.ts';
import {symStoreCandidates} from './sym-store.ts';

/** Microsoft's public server, for the runtimes and for Windows' own libraries. */
export function microsoft(server: Place, table: SymbolServers): SymbolSource {
  const patterns = table.microsoft.patterns.map(pattern => new RegExp(pattern, 'i'));
  return {
    name: 'microsoft',
    isRemote: true,
    candidates(subject) {
      const isTheirs = subject.format === 'pe' && patterns.some(pattern => pattern.test(subject.name));
      return isTheirs ? symStoreCandidates(server, subject, []) : [];
    },
  };
}
