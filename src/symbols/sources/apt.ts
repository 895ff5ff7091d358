import {plainly, type SymbolSource} from '../source.ts';

/** Debian's index of packages, which names the build-ids that a debug package has (field `Build-Ids`). */
export const apt: SymbolSource = {
  name: 'apt',
  isRemote: false,
  candidates: ({identity}) =>
    identity?.kind === 'build-id' ? [plainly({kind: 'package', manager: 'apt', buildId: identity.id})] : [],
};
