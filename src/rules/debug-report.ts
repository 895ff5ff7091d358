import type {BinaryFacts} from '../binary/facts.ts';
import type {DebugReport} from '../report/report.ts';
import type {DebugInfo} from './debug-info.ts';
import {countedUnits} from './debug-units.ts';
import {ndebugOfUnits} from './ndebug-option.ts';
import {optimisationOf} from './optimisation-option.ts';

/** What `--debug` says of a binary beside its findings. */
export function debugReport({compile, debugFile}: DebugInfo, facts: BinaryFacts): DebugReport {
  const units = countedUnits(compile?.units ?? []);
  const levels: Record<string, number> = {};
  for (const unit of units) {
    const level = optimisationOf(unit) ?? 'unknown';
    levels[level] = (levels[level] ?? 0) + 1;
  }
  const missing = units.flatMap(({path, exists}) => (path !== null && exists === false ? [path] : []));
  return {
    format: compile?.format ?? null,
    units: units.length,
    levels,
    optimised: units.filter(unit => unit.optimised === true).length,
    unknown: units.filter(unit => unit.optimised === null).length,
    lto: units.filter(unit => unit.lto).length,
    ndebug: ndebugOfUnits(compile?.format ?? null, units),
    missingSources: [...new Set(missing)],
    unknownSources: units.filter(({path, exists}) => path !== null && exists === null).length,
    identity: identityOf(facts),
    debugFile:
      debugFile.state === 'none' ? null : {path: debugFile.path, matches: debugFile.state === 'matching'},
  };
}

function identityOf(facts: BinaryFacts): DebugReport['identity'] {
  switch (facts.format) {
    case 'pe':
      return facts.codeView && {kind: 'pdb', value: `${facts.codeView.guid} age ${facts.codeView.age}`};
    case 'elf':
      return facts.buildId === null ? null : {kind: 'build-id', value: facts.buildId};
    case 'macho': {
      const uuids = facts.slices.flatMap(({uuid}) => (uuid === null ? [] : [uuid]));
      return uuids.length === 0 ? null : {kind: 'uuid', value: uuids.join(' ')};
    }
  }
}
