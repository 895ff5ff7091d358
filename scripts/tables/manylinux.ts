/**
 * Makes toolchains/manylinux.json: what each manylinux and musllinux policy allows.
 *
 * auditwheel's tables repeat in every policy what the earlier ones allow already (it checks that itself); here each
 * version, library and name stands once, at the first policy that has it.
 *
 * `node scripts/tables/manylinux.ts AUDITWHEEL_WHEEL` (pip download --no-deps auditwheel==6.8.2)
 */
import type {ManylinuxFile, PolicySet} from '../../src/toolchains/manylinux-file.ts';
import {sorted, today, usage, writeTable} from './table-text.ts';
import {wheelText} from './wheel-member.ts';

interface AuditwheelPolicy {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly priority: number;
  readonly symbol_versions: Record<string, Record<string, readonly string[]>>;
  readonly lib_whitelist: readonly string[];
  readonly blacklist: Record<string, readonly string[]>;
}

const [wheel] = process.argv.slice(2);
if (wheel === undefined) usage('manylinux.ts AUDITWHEEL_WHEEL');

const version = (name: string) => name.split('_').slice(1).join('.');

function policySet(policies: readonly AuditwheelPolicy[]): PolicySet {
  const libraries: Record<string, string> = {};
  const versions: Record<string, Record<string, Record<string, string[]>>> = {};
  const known = new Set<string>();
  for (const policy of policies) {
    const since = version(policy.name);
    for (const library of policy.lib_whitelist) libraries[library] ??= since;
    for (const [architecture, prefixes] of Object.entries(policy.symbol_versions)) {
      for (const [prefix, allowed] of Object.entries(prefixes)) {
        const added = allowed.filter(one => !known.has(`${architecture} ${prefix} ${one}`));
        for (const one of added) known.add(`${architecture} ${prefix} ${one}`);
        versions[architecture] ??= {};
        versions[architecture][prefix] ??= {};
        if (added.length > 0) versions[architecture][prefix][since] = added;
      }
    }
  }
  return {
    policies: policies.map(({name, aliases, symbol_versions}) => ({
      version: version(name),
      aliases,
      architectures: sorted(Object.keys(symbol_versions)),
    })),
    libraries,
    forbidden: forbiddenNames(policies),
    versions,
  };
}

function forbiddenNames(policies: readonly AuditwheelPolicy[]): PolicySet['forbidden'] {
  const [first] = policies;
  if (!first) return [];
  const groups = new Map<string, {library: string; until: string | null; names: string[]}>();
  for (const [library, names] of Object.entries(first.blacklist)) {
    for (const name of names) {
      const allowing = policies.find(({blacklist}) => !blacklist[library]?.includes(name));
      const until = allowing ? version(allowing.name) : null;
      const key = `${library} ${until}`;
      const group = groups.get(key) ?? {library, until, names: []};
      group.names.push(name);
      groups.set(key, group);
    }
  }
  for (const {name, blacklist} of policies) {
    for (const [library, names] of Object.entries(blacklist)) {
      const unexpected = names.filter(one => !first.blacklist[library]?.includes(one));
      // The file format has no place for a name that becomes forbidden later; so far none does.
      if (unexpected.length > 0) throw new Error(`${name} newly forbids ${unexpected} of ${library}`);
    }
  }
  return [...groups.values()];
}

function readPolicies(member: string): PolicySet {
  // The JSON of a pinned release.
  const policies = JSON.parse(wheelText(wheel ?? '', member)) as AuditwheelPolicy[];
  return policySet(policies.filter(({name}) => name !== 'linux').sort((a, b) => b.priority - a.priority));
}

const manylinux = readPolicies('auditwheel/policy/manylinux-policy.json');
const musllinux = readPolicies('auditwheel/policy/musllinux-policy.json');
// Alpine's names of musl's one library (PEP 656); auditwheel puts them in place of its `libc.so`.
const libcNames: Record<string, string> = {};
for (const architecture of new Set(musllinux.policies.flatMap(policy => policy.architectures))) {
  const muslName = {i686: 'x86', armv7l: 'armv7'}[architecture] ?? architecture;
  libcNames[architecture] = `libc.musl-${muslName}.so.1`;
}
const {'libc.so': _libc, ...muslLibraries} = musllinux.libraries;

const file: ManylinuxFile & Readonly<Record<'source' | 'generated' | 'generator', string>> = {
  source:
    'auditwheel 6.8.2 (MIT), policy/manylinux-policy.json and musllinux-policy.json: what PEP 513, 571, 599, 600 and 656 promise',
  generated: today(),
  generator: 'node scripts/tables/manylinux.ts AUDITWHEEL_WHEEL',
  manylinux,
  musllinux: {...musllinux, libraries: muslLibraries, libcNames},
};
writeTable('manylinux.json', `${oneLineBelow(file, 4)}\n`);

/** JSON with line breaks in the outer levels only, so that a change shows as a few lines. */
function oneLineBelow(value: unknown, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map(one => oneLineBelow(one, depth - 2, inner))
    : Object.entries(value).map(
        ([key, one]) => `${JSON.stringify(key)}: ${oneLineBelow(one, depth - 1, inner)}`,
      );
  if (parts.length === 0) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`;
}
