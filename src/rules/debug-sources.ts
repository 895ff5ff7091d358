import type {DebugUnit} from './debug-info.ts';
import {debugInfoOf, whenDebugged} from './debug-severity.ts';
import {countedUnits, foreignUnits} from './debug-units.ts';
import type {Severity} from './finding.ts';
import type {Draft, Rule} from './rule.ts';
import {count} from './wording.ts';

/** Sources that a finding names. */
const MAX_SOURCES = 6;

const sourcesMissing: Rule = {
  name: 'sources-missing',
  title: 'was compiled from sources that are not on this machine',
  formats: ['pe', 'elf', 'macho'],
  check(subject) {
    const units = countedUnits(debugInfoOf(subject)?.compile?.units ?? []);
    const foreign = foreignUnits(units);
    const missing = units.filter(({exists}) => exists === false);
    const all = sourcesOf(units).length;
    const worst = whenDebugged(subject);
    return [
      ...missingDrafts(
        'sources',
        missing.filter(unit => !foreign.has(unit)),
        all,
        worst,
      ),
      ...missingDrafts(
        'sources of a static library',
        missing.filter(unit => foreign.has(unit)),
        all,
        worst === 'error' ? 'warning' : worst,
      ),
      ...unknownDrafts(sourcesOf(units.filter(({path, exists}) => path !== null && exists === null)), all),
    ];
  },
};

function missingDrafts(
  subject: string,
  units: readonly DebugUnit[],
  of: number,
  severity: Severity,
): Draft[] {
  const paths = sourcesOf(units);
  if (paths.length === 0) return [];
  return [
    {
      severity,
      subject,
      message:
        paths.length === 1 && of === 1
          ? 'was compiled from a source that is not on this machine'
          : `was compiled from ${count(of, 'source')}, of which ${paths.length === of ? 'none' : `${paths.length}`} ${paths.length === of || paths.length === 1 ? 'is' : 'are'} ${paths.length === of ? '' : 'not '}on this machine`,
      evidence: pathList('missing', paths),
      breaks: 'a debugger stops at the right lines and cannot show them: "No such file or directory"',
      fix: 'build in the folder that stays (pyxdbg build --debug does); else map the recorded folder: gdb `set substitute-path RECORDED HERE`, or compile with -ffile-prefix-map=RECORDED=HERE',
    },
  ];
}

function unknownDrafts(paths: readonly string[], of: number): Draft[] {
  if (paths.length === 0) return [];
  return [
    {
      severity: 'note',
      subject: 'sources of another system',
      message: `names ${paths.length === of ? '' : `${paths.length} of `}${count(of, 'source')} by paths that this machine cannot look up`,
      evidence: pathList('recorded', paths),
      breaks: 'nothing, if they are there on the machine that debugs it',
      fix: 'check it on the machine that debugs it',
    },
  ];
}

/** Each once: an LTO build has several units of one source. */
function sourcesOf(units: readonly DebugUnit[]): readonly string[] {
  return [...new Set(units.flatMap(({path}) => (path === null ? [] : [path])))];
}

function pathList(label: string, paths: readonly string[]): Draft['evidence'] {
  const shown = paths.slice(0, MAX_SOURCES).map(text => ({label, text}));
  const more = paths.length - shown.length;
  return more > 0 ? [...shown, {label, text: `and ${more} more`}] : shown;
}

export const debugSourcesRules: readonly Rule[] = [sourcesMissing];
