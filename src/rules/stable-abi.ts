import type {PythonName} from '../python/python-use.ts';
import {compareVersions, formatVersion, type PythonVersion} from '../python/version.ts';
import {mayComeFromElsewhere} from './link-scope.ts';
import {undefinedMessage} from './loader-message.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {count, describeTarget, listNames} from './wording.ts';

/** A stable ABI claim to hold a binary against; `firm` where the target itself is limited, not merely the file's name. */
function limitedClaim(subject: Subject): {firm: boolean} | null {
  if (subject.role === 'interpreter' || subject.target.implementation === 'other') return null;
  if (subject.target.limited.length > 0) return {firm: true};
  // `foo.abi3.so` in a cp37 wheel: only 3.7 installs it, so that a name outside the stable ABI breaks nothing there.
  return subject.fileTag?.limited && subject.role === 'module' ? {firm: false} : null;
}

/** The names that must be in the stable ABI: weak ones are tested for, and other libraries have `Py*` names too. */
function judgedNames(subject: Subject): readonly PythonName[] {
  const {facts, use} = subject;
  if (facts.format === 'pe') {
    const stable = new Set(use.libraries.filter(({version}) => version === null).map(({library}) => library));
    return use.names.filter(({library}) => library !== null && stable.has(library));
  }
  return use.names.filter(
    name =>
      !name.weak && (name.library === null || use.libraries.some(({library}) => library === name.library)),
  );
}

const abi3Violation: Rule = {
  name: 'abi3-violation',
  title: 'a stable ABI module uses a name outside the stable ABI',
  formats: ['pe', 'elf', 'macho'],
  silences: ['undefined-symbol'],
  check(subject, context) {
    const claim = limitedClaim(subject);
    if (!claim) return [];
    const outside = judgedNames(subject).filter(
      ({name}) =>
        !context.toolchains.stableAbi.has(name) &&
        !isDebugName(name, context) &&
        !mayComeFromElsewhere(name, subject, context),
    );
    if (outside.length === 0) return [];
    const names = outside.map(({name}) => name);
    return [
      {
        severity: claim.firm ? whereLoaded(subject, 'error') : 'note',
        subject: [...names].sort().join('+'),
        message: `uses ${count(names.length, 'name')} outside the stable ABI: ${listNames(names, 3)}`,
        evidence: [{label: 'uses', text: listNames(names, 8)}],
        breaks:
          subject.facts.format === 'pe'
            ? 'import in a Python whose python3.dll lacks it: "The specified procedure could not be found."'
            : `import in a Python that dropped it ("${undefinedMessage(subject, names[0] ?? '')}"), or wrong behaviour where its meaning changed`,
        fix: 'compile everything with Py_LIMITED_API defined, so that the headers hide such names; else build one wheel per version',
      },
    ];
  },
};

const abi3TooNew: Rule = {
  name: 'abi3-too-new',
  title: 'a stable ABI module uses a name that came after the oldest Python its tag promises',
  formats: ['pe', 'elf', 'macho'],
  silences: ['undefined-symbol'],
  check(subject, context) {
    const [floor] = subject.target.versions;
    if (!floor || subject.target.limited.length === 0 || !limitedClaim(subject)) return [];
    const platform = subject.facts.format === 'pe' ? 'windows' : 'other';
    const newer = judgedNames(subject).flatMap(({name}) => {
      const since = context.toolchains.stableAbi.since(name, platform);
      const tooNew = since && compareVersions(since, floor) > 0 && !isDebugName(name, context);
      return tooNew && !mayComeFromElsewhere(name, subject, context) ? [{name, since}] : [];
    });
    const newest = newer
      .map(({since}) => since)
      .toSorted(compareVersions)
      .at(-1);
    if (!newest) return [];
    const digits = `cp${newest[0]}${newest[1]}`;
    return [
      {
        severity: whereLoaded(subject, 'error'),
        subject: newer
          .map(({name}) => name)
          .sort()
          .join('+'),
        message: `uses ${newer.length === 1 ? `${newer[0]?.name}, which` : `${newer.length} names that`} CPython ${formatVersion(floor)} does not have in its stable ABI, but it is for ${describeTarget(subject.target)}`,
        evidence: newer
          .slice(0, 6)
          .map(({name, since}) => ({label: 'uses', text: `${name} (since ${formatVersion(since)})`})),
        breaks:
          platform === 'windows'
            ? `import in Python before ${formatVersion(newest)}: "The specified procedure could not be found."`
            : whatUnixSays(newer, floor, subject, context),
        fix: `define Py_LIMITED_API for the oldest Python promised, or tag the wheel ${digits}-abi3`,
      },
    ];
  },
};

/**
 * A shared Python on Unix exports its whole API, the stable ABI or not: a name may have been there long before it was
 * promised.
 */
function whatUnixSays(
  newer: readonly {readonly name: string; readonly since: PythonVersion}[],
  floor: PythonVersion,
  {facts}: Subject,
  {toolchains: {exports}}: RuleContext,
): string {
  const platform = facts.format === 'macho' ? 'macos' : 'linux';
  for (const {name, since} of newer) {
    const without = exports
      .versions(platform)
      .filter(version => compareVersions(version, floor) >= 0 && compareVersions(version, since) < 0)
      .filter(([major, minor]) => !exports.table(platform, major, minor)?.has(name));
    const [first] = without;
    if (first) return `import in Python ${formatVersion(first)}: "undefined symbol: ${name}"`;
  }
  const [{name, since} = {name: '', since: floor}] = newer;
  return `CPython before ${formatVersion(since)} may have ${name}, but promises nothing: its meaning can differ, or another build lack it ("undefined symbol")`;
}

/** Names of Py_DEBUG builds stand in the stable ABI's own list (Py_REF_DEBUG); the rule `pydebug` judges them. */
function isDebugName(name: string, {toolchains}: RuleContext): boolean {
  const marker = toolchains.cpython.marker(name, null);
  return marker === 'pydebug' || marker === 'trace-refs';
}

export const stableAbiRules: readonly Rule[] = [abi3Violation, abi3TooNew];
