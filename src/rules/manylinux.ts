import type {ElfFacts} from '../binary/facts.ts';
import type {Policy} from '../toolchains/toolchains.ts';
import {isPythonLibrary} from './link-scope.ts';
import type {Draft, Rule} from './rule.ts';
import type {RuleContext, Subject} from './subject.ts';
import {listNames} from './wording.ts';

/** A policy under the name that the wheel gives it: `manylinux2014_x86_64` is `manylinux_2_17_x86_64`. */
export interface TaggedPolicy {
  readonly tag: string;
  readonly policy: Policy;
}

/** The policies of the tags that a file stands under; a set of tags promises each of them. */
export function policiesOf({target}: Subject, {toolchains}: RuleContext): readonly TaggedPolicy[] {
  return target.platforms.flatMap(({tag, libc}) => {
    const policy = libc === null ? null : toolchains.manylinux.policyFor(tag);
    return policy ? [{tag, policy}] : [];
  });
}

/** Needed libraries and version needs, without the libraries that the artefact brings. */
export function externalNeeds(subject: Subject, facts: ElfFacts, {artefact}: RuleContext) {
  const outside = (library: string) => !artefact.find(library, subject) && !artefact.hasFile(library);
  return {
    libraries: facts.needed.filter(outside),
    versionNeeds: Object.fromEntries(
      Object.entries(facts.versionNeeds).filter(([library]) => outside(library)),
    ),
  };
}

/** A need that a policy does not grant. */
interface Excess {
  readonly tag: string;
  readonly library: string;
  /** A symbol version, or a name that the policy forbids. */
  readonly what: string;
  readonly isVersion: boolean;
  readonly allowed: string | null;
  readonly symbols: readonly string[];
}

const manylinuxMistag: Rule = {
  name: 'manylinux-mistag',
  title: 'needs more of the system than its manylinux or musllinux tag promises',
  formats: ['elf'],
  check(subject, context) {
    const {facts} = subject;
    if (facts.format !== 'elf') return [];
    const policies = policiesOf(subject, context);
    if (policies.length === 0) return [];
    const needs = externalNeeds(subject, facts, context);
    const excess = policies.flatMap(tagged => [
      ...versionExcess(tagged, facts, needs.versionNeeds),
      ...forbidden(tagged, facts, needs.libraries),
    ]);
    const isa = policies.find(({policy}) => (facts.isaLevel ?? 1) > policy.isaLevel);
    if (excess.length === 0 && !isa) return [];
    return [mistag(subject, facts, excess, isa ?? null, context)];
  },
};

function versionExcess(
  {tag, policy}: TaggedPolicy,
  facts: ElfFacts,
  needs: ElfFacts['versionNeeds'],
): Excess[] {
  if (policy.libc === 'musl') return [];
  return Object.entries(needs).flatMap(([library, versions]) =>
    versions
      .filter(version => policy.allowsVersion(version) === false)
      .map(what => ({
        tag,
        library,
        what,
        isVersion: true,
        allowed: policy.newest(what.slice(0, what.lastIndexOf('_'))),
        symbols: facts.undefinedSymbols
          .filter(({version}) => version?.name === what && version.library === library)
          .map(({name}) => name),
      })),
  );
}

function forbidden({tag, policy}: TaggedPolicy, facts: ElfFacts, libraries: readonly string[]): Excess[] {
  return libraries.flatMap(library => {
    const names = policy.forbiddenNames(library);
    // A weak name is tested for before it is used (pypa/auditwheel#663).
    const used =
      names.size === 0 ? [] : facts.undefinedSymbols.filter(({name, weak}) => !weak && names.has(name));
    if (used.length === 0) return [];
    return used.map(({name}) => ({tag, library, what: name, isVersion: false, allowed: null, symbols: []}));
  });
}

function mistag(
  subject: Subject,
  facts: ElfFacts,
  excess: readonly Excess[],
  isa: TaggedPolicy | null,
  context: RuleContext,
): Draft {
  const needs = externalNeeds(subject, facts, context);
  // libpython must go, not be bundled: no tag depends on it.
  const libraries = needs.libraries.filter(library => !isPythonLibrary(library));
  const true_ = context.toolchains.manylinux.trueTag({
    libc: 'glibc',
    machine: facts.machine,
    versionNeeds: needs.versionNeeds,
    libraries,
    undefinedNames: facts.undefinedSymbols.filter(({weak}) => !weak).map(({name}) => name),
  });
  const whats = [...new Set(excess.map(({what}) => what))];
  const tags = [...new Set([...excess.map(({tag}) => tag), ...(isa ? [isa.tag] : [])])];
  const [first] = excess;
  const needed = isa && excess.length === 0 ? `x86-64-v${facts.isaLevel} instructions` : listNames(whats, 3);
  const limit = first?.allowed ? `: newest allowed ${first.allowed}` : '';
  return {
    severity: 'error',
    subject: [...whats, ...(isa ? [`x86-64-v${facts.isaLevel}`] : [])].sort().join('+'),
    message: `needs ${needed}, which ${tags.join(', ')} does not promise${limit}`,
    evidence: uniqueByNeed(excess)
      .slice(0, 5)
      .map(({library, what, symbols}) => ({
        label: 'needs',
        text: `${what} of ${library}${symbols.length > 0 ? ` for ${listNames(symbols, 3)}` : ''}`,
      })),
    breaks: first
      ? `import on the oldest system of that tag: "${loaderMessage(first)}"`
      : 'an illegal instruction (SIGILL) on an older processor',
    fix:
      excess.length === 0
        ? 'build it without -march=x86-64-v2 or higher, or choose such code at run time (target_clones, cpuid)'
        : true_
          ? `tag it ${true_.tag} (auditwheel repair --plat ${true_.tag}), or build it in the container image of the tag it has`
          : `build it in the container image of ${tags[0]}${bundling(unallowed(subject, libraries, context))}`,
  };
}

/** What to do with libraries that no tag allows. */
function bundling(libraries: readonly string[]): string {
  if (libraries.length === 0) return '';
  return `, and bundle ${listNames(libraries, 3)}: no tag allows ${libraries.length === 1 ? 'it' : 'them'}`;
}

/** What glibc's ld.so prints. */
function loaderMessage({library, what, isVersion}: Excess): string {
  return isVersion ? `${library}: version \`${what}' not found` : `undefined symbol: ${what}`;
}

function unallowed(subject: Subject, libraries: readonly string[], context: RuleContext): readonly string[] {
  const policies = policiesOf(subject, context);
  return libraries.filter(library => !policies.every(({policy}) => policy.allowsLibrary(library)));
}

function uniqueByNeed(excess: readonly Excess[]): readonly Excess[] {
  return [...new Map(excess.map(one => [`${one.library} ${one.what}`, one])).values()];
}

const libcFamily: Rule = {
  name: 'libc-family',
  title: 'is linked to glibc in a musllinux wheel, or to musl in a manylinux wheel',
  formats: ['elf'],
  silences: ['manylinux-mistag', 'missing-dep', 'undefined-symbol'],
  check(subject, context) {
    const {facts, target} = subject;
    if (facts.format !== 'elf') return [];
    const promises = target.platforms.filter(({libc}) => libc !== null);
    if (promises.length === 0) return [];
    const needs = externalNeeds(subject, facts, context);
    const used = needs.libraries.flatMap(library => {
      const family = context.toolchains.libraries.libcFamily(library);
      return family ? [{library, family}] : [];
    });
    const versioned = Object.values(needs.versionNeeds)
      .flat()
      .some(version => version.startsWith('GLIBC_'));
    const found = [...used.map(one => one.family), ...(versioned ? ['glibc' as const] : [])];
    // Of a set of tags every one must hold.
    const [broken] = promises.flatMap(({tag, libc}) => {
      const family = found.find(one => one !== libc);
      return family ? [{tag, promised: libc, family}] : [];
    });
    if (!broken) return [];
    const {tag, promised, family} = broken;
    const families = used.filter(one => one.family === family);
    const [first] = families;
    return [
      {
        severity: subject.loadedBy === null ? 'note' : 'error',
        subject: family,
        message: `is linked to ${family}, but ${tag} promises ${promised}`,
        evidence:
          families.length > 0
            ? [{label: 'needs', text: listNames(families.map(({library}) => library))}]
            : [],
        breaks: `import: "${first?.library ?? 'libc.so.6'}: cannot open shared object file", or two C libraries in one process`,
        fix: `build it in a ${promised === 'musl' ? 'musllinux' : 'manylinux'} container image, or tag it for what it is`,
      },
    ];
  },
};

export const manylinuxRules: readonly Rule[] = [manylinuxMistag, libcFamily];
