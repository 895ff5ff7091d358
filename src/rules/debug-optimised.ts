import type {DebugUnit} from './debug-info.ts';
import {debugInfoOf, whenDebugged} from './debug-severity.ts';
import {countedUnits, foreignUnits, unitName} from './debug-units.ts';
import type {Severity} from './finding.ts';
import {isForDebugging, optimisationOf, worstOptionFirst} from './optimisation-option.ts';
import type {Draft, Rule} from './rule.ts';
import {count, listNames} from './wording.ts';

/** The subject of the finding on pragmas and attributes, which no option of a build changes. */
export const ASKED_IN_SOURCE = 'asked for in the source';

/** Units that a finding names. */
const MAX_UNITS = 6;

const optimised: Rule = {
  name: 'optimised',
  title: 'has parts that were compiled with optimisation, or for optimisation at the link',
  formats: ['pe', 'elf', 'macho'],
  check(subject, {debugLevel = '0'}) {
    const units = countedUnits(debugInfoOf(subject)?.compile?.units ?? []);
    const foreign = foreignUnits(units);
    const isAccepted = (unit: DebugUnit): boolean => debugLevel === 'g' && isForDebugging(unit);
    const found = units.filter(unit => unit.optimised === true || unit.lto);
    const wrong = found.filter(unit => !isAccepted(unit));
    const own = wrong.filter(unit => !foreign.has(unit));
    const asAsked = found.filter(isAccepted);
    const nobodyTells = units.filter(unit => unit.optimised === null && !unit.lto);
    return [
      ...optimisedDrafts(own, units.length, whenDebugged(subject)),
      ...foreignDrafts(
        wrong.filter(unit => foreign.has(unit)),
        whenDebugged(subject),
      ),
      ...asAskedDrafts(asAsked, units.length),
      ...unknownDrafts(nobodyTells, units.length),
      ...askedInSourceDrafts(units),
    ];
  },
};

const BREAKS =
  'arguments and locals read <optimized out>, stepping jumps between lines, functions are inlined';

function optimisedDrafts(units: readonly DebugUnit[], of: number, severity: Severity): Draft[] {
  if (units.length === 0) return [];
  const options = optionsOf(units);
  return [
    {
      severity,
      subject: options.join('+'),
      message: `${amount(units.length, of)} compiled with ${listNames(options)}`,
      evidence: unitList(units),
      breaks: BREAKS,
      fix: 'build it with pyxdbg build --debug, which compiles every unit with -O0 (/Od) and without -flto, whatever flags the project sets itself',
    },
  ];
}

/** Of static libraries that others built: a warning, for the user has to build those too. */
function foreignDrafts(units: readonly DebugUnit[], severity: Severity): Draft[] {
  if (units.length === 0) return [];
  const from = [...new Set(units.map(unit => unit.library ?? unit.directory ?? unitName(unit)))];
  return [
    {
      severity: severity === 'error' ? 'warning' : severity,
      subject: `static library ${optionsOf(units).join('+')}`,
      message: `has ${units.length === 1 ? 'a unit' : `${units.length} units`} of a static library that was built elsewhere with ${listNames(optionsOf(units))}`,
      evidence: [{label: 'from', text: listNames(from, 3)}, ...unitList(units)],
      breaks: BREAKS,
      fix: 'link a debug build of that library, or debug the rest without it',
    },
  ];
}

function asAskedDrafts(units: readonly DebugUnit[], of: number): Draft[] {
  if (units.length === 0) return [];
  return [
    {
      severity: 'note',
      subject: '-Og as asked',
      message: `${amount(units.length, of)} compiled with -Og, as --optimize g asks for`,
      evidence: [],
      breaks: 'some arguments and locals read <optimized out>',
      fix: 'build without --optimize g',
    },
  ];
}

function unknownDrafts(units: readonly DebugUnit[], of: number): Draft[] {
  if (units.length === 0) return [];
  return [
    {
      severity: 'note',
      subject: 'unknown',
      message: `does not tell whether ${amount(units.length, of)} optimised`,
      evidence: unitList(units),
      breaks: BREAKS,
      fix: 'compile with clang -grecord-command-line, which records the options; rustc and older compilers cannot',
    },
  ];
}

/** A pragma or an attribute wins over -O0, and no debug information tells of it. */
function askedInSourceDrafts(units: readonly DebugUnit[]): Draft[] {
  const lines = [...new Set(units.flatMap(({asksToOptimise}) => asksToOptimise ?? []))];
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_UNITS).map(text => ({label: 'line', text}));
  const more = lines.length - shown.length;
  return [
    {
      // A condition of the preprocessor may leave the line out.
      severity: 'note',
      subject: ASKED_IN_SOURCE,
      message: `has sources with ${count(lines.length, 'line')} that ${lines.length === 1 ? 'asks' : 'ask'} for optimisation whatever the options are, where no condition leaves ${lines.length === 1 ? 'it' : 'them'} out`,
      evidence: more > 0 ? [...shown, {label: 'line', text: `and ${more} more`}] : shown,
      breaks: BREAKS,
      fix: 'put the pragma or attribute behind a macro that a debug build leaves out',
    },
  ];
}

/** `2 of 12 units are`, `each unit is` where it is all of them. */
function amount(some: number, of: number): string {
  if (some === of) return of === 1 ? 'its unit is' : `each of ${of} units is`;
  return `${some} of ${of} units ${some === 1 ? 'is' : 'are'}`;
}

function optionsOf(units: readonly DebugUnit[]): readonly string[] {
  return [...new Set(units.flatMap(optionsOfUnit))].toSorted(worstOptionFirst);
}

function optionsOfUnit(unit: DebugUnit): string[] {
  const option = unit.optimised === true ? optimisationOf(unit) : null;
  return [
    ...(option === null ? [] : [option === 'optimised' ? 'optimisation' : option]),
    ...(unit.lto ? ['-flto'] : []),
  ];
}

/** Worst first. */
function unitList(units: readonly DebugUnit[]): Draft['evidence'] {
  const sorted = units.toSorted((a, b) => worstOptionFirst(optimisationOf(a) ?? '', optimisationOf(b) ?? ''));
  const shown = sorted.slice(0, MAX_UNITS).map(unit => ({
    label: 'unit',
    text: [unitName(unit), ...optionsOfUnit(unit)].join('  '),
  }));
  const more = sorted.length - shown.length;
  return more > 0 ? [...shown, {label: 'unit', text: `and ${more} more`}] : shown;
}

export const debugOptimisedRules: readonly Rule[] = [optimised];
