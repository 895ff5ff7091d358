import type {NameReason} from '../interpreter-build/compare.ts';
import type {Evidence, ProofPoint} from '../interpreter-build/proof.ts';
import {counted, grouped} from './count-text.ts';
import {shown} from './printable.ts';
import type {BuiltPython} from './python-build-json.ts';
import type {Style} from './style.ts';
import {hanging} from './wrap.ts';

/** What the text depends on beside the proof. */
export interface PythonBuildLayout {
  readonly style: Style;
  /** Columns to fill. */
  readonly width: number;
  /** Whether to show every fact that was compared. */
  readonly verbose: boolean;
}

/** Facts that are shown in any case: what users look at first. Others only where they differ. */
const SHOWN_FACTS = new Set([
  ...['version', 'SOABI', 'EXT_SUFFIX', 'abiflags', 'Py_DEBUG', 'WITH_PYMALLOC', 'Py_GIL_DISABLED'],
  ...['sys.gettotalrefcount', 'sizes of built-in types'],
]);

/** The proof as a table, and how to use what was built. Ends with a line break. */
export function renderPythonBuild(built: BuiltPython, layout: PythonBuildLayout): string {
  const {style} = layout;
  const {evidence, points, holds} = built;
  const lines = [
    ...head(built, layout),
    '',
    ...factTable(evidence, layout),
    '',
    ...points.flatMap(point => pointLines(point, evidence, layout)),
    ...missingLines(evidence, layout),
    '',
    style(
      ['bold', holds ? 'green' : 'red'],
      holds ? 'debuggable, in the release ABI: proved' : 'the proof does not hold',
    ),
    ...(holds ? useLines(built, layout) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function head(
  {version, prefix, optimize, original, evidence}: BuiltPython,
  {style, width}: PythonBuildLayout,
) {
  const {source} = evidence;
  const isSame = source.version.join('.') === original.version.join('.');
  const match = {
    exact: 'exactly what the release was built from',
    'same-version': 'of the same version; patches of a distribution are not in it',
    other: isSame
      ? 'not exactly what the release was built from'
      : `of ${source.version.join('.')}, and the release is ${original.version.join('.')}`,
  }[source.match];
  return [
    style('bold', `Python ${version.join('.')}, -O${optimize}, in ${shown(prefix)}`),
    ...hanging('  source   ', 11, shown(`${source.from}: ${match}`), width),
    ...hanging('  release  ', 11, shown(original.library ?? original.executable), width),
  ];
}

function factTable({facts}: Evidence, {style, verbose}: PythonBuildLayout): string[] {
  const rows = facts.filter(({name, same}) => verbose || !same || SHOWN_FACTS.has(name));
  const columns = ['release build', 'this build'];
  const names = Math.max(...rows.map(({name}) => name.length)) + 2;
  const firsts =
    Math.max(...[columns[0] ?? '', ...rows.map(({original}) => quoted(original))].map(one => one.length)) + 2;
  const title = `      ${''.padEnd(names)}${(columns[0] ?? '').padEnd(firsts)}${columns[1]}`;
  const rest = facts.length - rows.length;
  return [
    style('dim', title),
    ...rows.map(
      ({name, original, built, same}) =>
        `  ${mark(same ? 'ok' : 'no', style)}  ${name.padEnd(names)}${quoted(original).padEnd(firsts)}${same ? 'the same' : quoted(built)}`,
    ),
    ...(rest > 0 ? [style('dim', `      ${counted(rest, 'more fact')} the same (-v shows them)`)] : []),
  ];
}

const quoted = (value: string): string => (value === '' ? "''" : shown(value));

function mark(verdict: ProofPoint['verdict'], style: Style): string {
  if (verdict === 'unknown') return style('dim', '--');
  return verdict === 'ok' ? style(['bold', 'green'], 'ok') : style(['bold', 'red'], 'no');
}

const COLUMN = 25;

function pointLines(
  {what, verdict}: ProofPoint,
  evidence: Evidence,
  {style, width}: PythonBuildLayout,
): string[] {
  const label = `  ${mark(verdict, style)}  ${what.padEnd(COLUMN - 6)}`;
  return hanging(label, COLUMN, shown(pointText(what, evidence)), width);
}

function pointText(
  what: ProofPoint['what'],
  {facts, names, abidiff, debug, releaseModules, tried}: Evidence,
): string {
  switch (what) {
    case 'sysconfig and sys': {
      const different = facts.filter(({same}) => !same).length;
      return different === 0
        ? `${counted(facts.length, 'fact')}, all the same`
        : `${counted(different, 'fact')} of ${facts.length} differ`;
    }
    case 'exported names': {
      if (!names) return 'one of the libraries cannot be read';
      const missing =
        names.missing.length === 0 ? 'none is missing' : `missing: ${missingNames(names.missing)}`;
      const added =
        names.added.length === 0
          ? ''
          : `; ${names.added.length} more than the release: ${listed(names.added)}`;
      return `${grouped(names.exported)} names; ${missing}${added}`;
    }
    case 'abidiff': {
      if (!abidiff) return 'not asked: abidiff (package abigail-tools) is not here, or gives no answer';
      const {changedFunctions, changedVariables, removed, added, withTypes} = abidiff;
      const by = withTypes ? 'types compared' : 'names only: the release has no debug information here';
      return `${changedFunctions} functions and ${changedVariables} variables changed, ${removed} removed, ${added} added (${by})`;
    }
    case 'debug information': {
      const levels = Object.entries(debug.levels).map(([level, count]) =>
        count === debug.units ? level : `${count}x ${level}`,
      );
      const sources =
        debug.missingSources === 0
          ? 'all sources there'
          : `${counted(debug.missingSources, 'source')} missing`;
      const wrong = debug.findings.map(({path, finding}) => `; ${path}: ${finding.rule}: ${finding.message}`);
      return `${counted(debug.binaries, 'binary', 'binaries')}, ${counted(debug.units, 'unit')}, ${levels.join(', ') || 'no debug information'}, ${sources}${wrong.slice(0, 5).join('')}`;
    }
    case 'release modules': {
      if (!releaseModules) return 'the release has none in files of their own';
      const failed = releaseModules.failed.map(({name, error}) => `; ${name}: ${error}`);
      return `${counted(releaseModules.loaded, 'compiled module')} of the release loaded${failed.slice(0, 5).join('')}`;
    }
    case 'packages':
      return tried
        .map(({name, version, compiled, imported, error}) =>
          error === ''
            ? `${name} ${version}: import ${imported.join(', ')}, ${counted(compiled, 'compiled module')}`
            : `${name} ${version}: ${error}`,
        )
        .join('; ');
  }
}

const REASONS: Readonly<Record<NameReason, string>> = {
  'module-in-a-file': 'of modules that the release has built in, files of their own here',
  'module-not-built': 'of modules that were not built',
  'own-of-the-original': "of the release's own, which no CPython exports",
  'of-cpython': 'of CPython, which extensions may need',
};

function missingNames(missing: readonly {readonly name: string; readonly reason: NameReason}[]): string {
  const reasons = [...new Set(missing.map(({reason}) => reason))];
  return reasons
    .map(reason => {
      const names = missing.filter(one => one.reason === reason).map(({name}) => name);
      return `${names.length} ${REASONS[reason]} (${listed(names)})`;
    })
    .join('; ');
}

function listed(names: readonly string[]): string {
  const [first = '', second] = names;
  return names.length <= 2 ? names.join(', ') : `${first}, ${second}, ...`;
}

function missingLines({missingModules}: Evidence, {style, width}: PythonBuildLayout): string[] {
  if (missingModules.length === 0) return [];
  const packages = [...new Set(missingModules.flatMap(one => one.package ?? []))];
  const names = missingModules.map(({name}) => name).join(', ');
  const cure = packages.length === 0 ? '' : `; apt-get install ${packages.join(' ')}, and build again`;
  const label = `  ${style(['bold', 'yellow'], '!!')}  ${'modules not built'.padEnd(COLUMN - 6)}`;
  return hanging(label, COLUMN, shown(`${names}${cure}`), width);
}

function useLines({venv, executable, gdbScript}: BuiltPython, {style}: PythonBuildLayout): string[] {
  const python = venv?.python ?? executable;
  return [
    `${style('dim', 'use')}  ${shown(python)}`,
    ...(gdbScript === null
      ? []
      : [`${style('dim', 'gdb')}  gdb -ex 'source ${shown(gdbScript)}' --args ${shown(python)} ...`]),
    ...(venv && !venv.hasPip ? ['The environment has no pip: ensurepip found no wheels.'] : []),
  ];
}
