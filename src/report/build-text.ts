import type {Proof, ProvenModule} from '../build/proof.ts';
import type {Finding} from '../rules/finding.ts';
import {isBreaking} from '../rules/verdict.ts';
import {counted} from './count-text.ts';
import {shown} from './printable.ts';
import type {DebugReport} from './report.ts';
import type {Style} from './style.ts';
import {findingLabel, findingLines} from './text-finding.ts';
import {hanging} from './wrap.ts';

/** What the text of a proof depends on beside the proof. */
export interface ProofLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  /** Whether a debug build was asked for. */
  readonly debug: boolean;
  /** Turns an absolute path into one that the user would write. */
  readonly shownPath: (path: string) => string;
  /** Whether to show notes too. */
  readonly verbose: boolean;
}

/** The proof, module by module: what was proved, and what does not hold with its cause. Ends with a line break. */
export function renderProof(proof: Proof, compiled: number, layout: ProofLayout): string {
  const lines = proof.modules.flatMap(module => moduleLines(module, proof, layout));
  return `${[...lines, ...closing(proof, compiled, layout)].join('\n')}\n`;
}

function moduleLines(module: ProvenModule, proof: Proof, layout: ProofLayout): string[] {
  const {style, width, debug, verbose, shownPath} = layout;
  const {binary, product} = module;
  const findings = module.findings.filter(finding => verbose || isBreaking(finding));
  const worst = findings.some(isBreaking) ? style(['bold', 'red'], 'no') : style(['bold', 'green'], 'ok');
  const path = product.endsWith('.whl') ? `${shownPath(product)}: ${binary.path}` : shownPath(product);
  const facts = [
    ...(binary.debug ? [debugText(binary.debug)] : []),
    ...(debug && proof.ndebug.now !== null ? [ndebugText(proof)] : []),
    `fits ${(binary.target.pythons ?? []).map(version => `CPython ${version}`).join(', ') || 'its Python'}${binary.target.abi ? ` (${binary.target.abi})` : ''}`,
  ];
  const isOk = !findings.some(isBreaking);
  return [
    ...hanging(`${worst}  `, 4, shown(path), width),
    ...hanging('    ', 4, shown((isOk ? facts : facts.slice(0, -1)).join('; ')), width),
    ...findings.flatMap(finding =>
      findingLines(
        {finding, sameEvidence: true},
        {binaries: [binary], findings: []},
        {style, width, indent: 4, labelWidth: findingLabel(finding).length, more: true},
      ),
    ),
  ];
}

function debugText({format, units, levels, lto, missingSources, unknownSources}: DebugReport): string {
  if (format === null) return 'no debug information';
  const options = Object.entries(levels).map(([level, count]) =>
    count === units ? level : `${count}x ${level}`,
  );
  const sources =
    missingSources.length > 0
      ? `${counted(missingSources.length, 'source')} missing`
      : unknownSources > 0
        ? 'sources not looked up'
        : 'all sources there';
  return [
    format === 'dwarf' ? 'DWARF' : 'PDB',
    counted(units, 'unit'),
    ...options,
    lto > 0 ? `${lto} with LTO` : 'no LTO',
    sources,
  ].join(', ');
}

function ndebugText({ndebug: {release, now}}: Proof): string {
  if (now === release)
    return `NDEBUG as in the release build (${now === 'defined' ? 'defined' : now === 'mixed' ? 'in some files' : 'not defined'})`;
  return now === 'not-defined'
    ? 'assert() is compiled, as asked for'
    : `NDEBUG is defined${now === 'mixed' ? ' in some files' : ''}, though --assertions asks for it not to be`;
}

function closing({modules, holds}: Proof, compiled: number, {style, debug, verbose}: ProofLayout): string[] {
  if (modules.length === 0) return [style('bold', 'The build made no binary.')];
  const work = compiled === 0 ? 'nothing was to be compiled' : `${counted(compiled, 'file')} compiled`;
  const verdict = holds
    ? debug
      ? 'debuggable, in the release ABI: proved'
      : 'proved'
    : 'the proof does not hold';
  return [
    '',
    ...(verbose ? [] : milder(modules)),
    style(
      ['bold', holds ? 'green' : 'red'],
      `${counted(modules.length, 'binary', 'binaries')}, ${work}; ${verdict}`,
    ),
  ];
}

/** Warnings do not break a proof: they are counted, and `-v` or `check-abi` shows them. */
function milder(modules: readonly ProvenModule[]): string[] {
  const findings = modules.flatMap(module => module.findings);
  const known = findings.filter(({suppressed}) => suppressed !== undefined);
  const warnings = findings.filter(one => one.suppressed === undefined && one.severity === 'warning');
  const line = (some: readonly Finding[], what: string): string[] => {
    const rules = [...new Set(some.map(({rule}) => rule))].join(', ');
    return some.length === 0
      ? []
      : [`${counted(some.length, what)} (${rules}): -v shows ${some.length === 1 ? 'it' : 'them'}`];
  };
  // A source that asks for optimisation itself is worth a look, though nothing is proved by it.
  const notes = findings.filter(({rule, severity}) => rule === 'optimised' && severity === 'note');
  return [...line(warnings, 'warning'), ...line(notes, 'note'), ...line(known, 'known finding')];
}
