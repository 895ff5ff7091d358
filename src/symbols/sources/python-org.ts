import type {SymbolServers} from '../../toolchains/symbol-servers.ts';
import {type GuardedCandidate, type Place, plainly, type SymbolSource} from '../source.ts';
import type {SymbolSubject} from '../subject.ts';
import {below} from '../symbol-path.ts';
import {fill, type PublishedVersion, publishedVersion} from './published.ts';

/** python.org's debug packages of a release: MSI from 3.5 on, one ZIP before. `server` is the root of its `ftp/python`. */
export function pythonOrg(server: Place, table: SymbolServers): SymbolSource {
  const {msi, zip} = table['python-org'];
  return {
    name: 'python-org',
    isRemote: true,
    candidates(subject) {
      const architecture = table.architectures[subject.machine];
      if (subject.identity?.kind !== 'pdb' || architecture === undefined) return [];
      const recent = publishedVersion(subject, msi.versions);
      if (recent)
        return [
          archive(
            server,
            fill(msi.path, {...recent, architecture, package: packageOf(subject, msi.packages)}),
          ),
        ];
      const old = publishedVersion(subject, zip.versions);
      return old ? [archive(server, fill(zip.path, {...old, dotArchitecture: dotted(architecture)}))] : [];
    },
  };
}

/** The install manager's packages for tests, the only ones of it that have PDBs. */
export function pymanager(server: Place, table: SymbolServers): SymbolSource {
  const {versions, path} = table.pymanager;
  return {
    name: 'pymanager',
    isRemote: true,
    candidates(subject) {
      const architecture = table.architectures[subject.machine];
      const version: PublishedVersion | null = publishedVersion(subject, versions);
      if (subject.identity?.kind !== 'pdb' || architecture === undefined || !version) return [];
      return [archive(server, fill(path, {...version, architecture}))];
    },
  };
}

function archive(server: Place, path: string): GuardedCandidate {
  return plainly({kind: 'packed', place: below(server, path), packing: 'archive'});
}

function packageOf({name}: SymbolSubject, packages: SymbolServers['python-org']['msi']['packages']): string {
  return packages.find(({pattern}) => new RegExp(pattern, 'i').test(name))?.name ?? 'lib';
}

/** Names of 2.x to 3.4: `python-2.7.18.amd64-pdb.zip`, `python-2.7.18-pdb.zip`. */
function dotted(architecture: string): string {
  return architecture === 'win32' ? '' : `.${architecture}`;
}
