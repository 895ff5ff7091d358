import type {ByteSource} from '../binary/byte-source.ts';
import type {Container, Member} from '../binary/containers/container.ts';
import type {BinaryFacts, DebugFacts, PeResources} from '../binary/facts.ts';
import {readPeResources} from '../binary/pe/read-pe-resources.ts';
import {findExportNames, readBinary, readDebugFacts} from '../binary/read-binary.ts';
import {type Unreadable, UnreadableError} from '../binary/unreadable.ts';
import {UserError} from '../errors.ts';
import {isModuleOnlyName, parseFileTag} from '../python/file-tag.ts';
import type {StatedPython} from '../python/target.ts';
import type {ArtefactReport} from '../report/report.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {assemble, type ReadMember} from './assemble.ts';
import {reportSubject, reportUnreadable, worstBinariesFirst} from './binary-report.ts';
import type {DebugInfo, DebugLevel, DebugReader} from './debug-info.ts';
import {dependencyTree} from './dependency-tree.ts';
import {judge, type Selection} from './judge.ts';
import type {Artefact, Distribution, Subject, SystemLibraries} from './subject.ts';
import {refusedFinding, unreadableFinding} from './unreadable.ts';
import {baseName, count, listNames} from './wording.ts';

/** What `--debug` adds. */
export interface DebugOptions {
  readonly read: DebugReader;
  /** The optimisation that was asked for. */
  readonly level: DebugLevel;
}

/** What the user asked for, resolved. */
export interface CheckOptions {
  readonly selection: Selection;
  readonly against: StatedPython | null;
  readonly python: StatedPython | null;
  readonly toolchains: Toolchains;
  readonly system: SystemLibraries | null;
  /** Also read what only the section table and the resources tell, and put all facts into the report. */
  readonly withFacts: boolean;
  /** Put the dependency tree of each module into the report. */
  readonly withTree: boolean;
  /** With `--debug`. */
  readonly debug?: DebugOptions | null;
}

/** What the surroundings of an artefact say of its members. */
export interface Surroundings {
  distributionOf(path: string): Distribution | null;
  readonly environment: StatedPython | null;
  /** The folder that was named, absolute; null for an archive or a single file. */
  readonly root: string | null;
  /** The absolute path of a member; null in an archive. */
  locationOf(path: string): string | null;
  /** Sentences on the artefact as a whole, e.g. on tags that contradict each other. */
  readonly notes: readonly string[];
  /** Files outside the artefact that its binaries may load: beside a named file, or of the same distribution. */
  readonly nearbyFiles: readonly string[];
}

/** Reads every binary of an opened artefact and judges it. `path` is the artefact as the user named it. */
export async function checkArtefact(
  path: string,
  container: Container,
  surroundings: Surroundings,
  options: CheckOptions,
): Promise<ArtefactReport> {
  const read: ReadMember[] = [];
  const unreadable: {path: string; unreadable: Unreadable}[] = [];
  const debug = new Map<string, DebugFacts>();
  const members = new Map(container.members.map(member => [member.path, member]));
  for (const member of container.members) {
    const outcome = await readMember(member, container, surroundings, options);
    if ('facts' in outcome) {
      const {facts, resources, debugInfo} = outcome;
      read.push({path: member.path, facts, resources, debug: debugInfo});
      if (outcome.debug) debug.set(member.path, outcome.debug);
    } else if (outcome.unreadable.reason !== 'not-a-binary' || isExpectedBinary(member.path)) {
      unreadable.push({path: member.path, unreadable: outcome.unreadable});
    } else if (container.kind === 'file') {
      // Named by the user: to pass over it as over a member would read as "all is well".
      throw new UserError({
        what: `is no binary and no archive of binaries: ${outcome.unreadable.detail}`,
        where: path,
        advice: 'name a binary, a wheel, a folder, an environment or an installed module',
      });
    }
  }
  const artefact = assemble(
    {
      kind: container.kind,
      name: baseName(path.replace(/[/\\]+$/, '')),
      members: read,
      paths: new Set([...container.paths, ...surroundings.nearbyFiles]),
      ...surroundings,
      against: options.against,
      python: options.python,
      exportsAt: (member, wanted) => exportNames(members.get(member), wanted),
      system: options.system,
    },
    options.toolchains,
  );
  const context = {
    artefact,
    toolchains: options.toolchains,
    ...(options.debug?.level && {debugLevel: options.debug.level}),
  };
  const debugReport = options.debug ? (await import('./debug-report.ts')).debugReport : null;
  const binaries = [
    ...artefact.subjects.map(subject => ({
      ...reportSubject(
        subject,
        judge(subject, context, options.selection),
        options.toolchains,
        options.withFacts
          ? {...subject.facts, resources: subject.resources, debug: debug.get(subject.path) ?? null}
          : null,
      ),
      ...(subject.debug && debugReport && {debug: debugReport(subject.debug, subject.facts)}),
      ...(options.withTree && isTreeRoot(subject, artefact)
        ? {dependencies: dependencyTree(subject, context)}
        : {}),
    })),
    ...container.refused.map(one => reportUnreadable(one.path, refusedFinding(one), options.selection)),
    ...unreadable.map(one =>
      reportUnreadable(
        one.path,
        unreadableFinding(
          one.path,
          one.unreadable,
          surroundings.distributionOf(one.path)?.wheel?.platforms ?? [],
        ),
        options.selection,
      ),
    ),
  ];
  return {
    path,
    kind: container.kind,
    binaries: worstBinariesFirst(binaries),
    ...notesOf(container, binaries.length, surroundings),
  };
}

/** What of the artefact was not judged: archives inside it. */
function notesOf(
  {notes, paths}: Container,
  binaryCount: number,
  {notes: around}: Surroundings,
): Pick<ArtefactReport, 'notes'> {
  const nested = [...paths].filter(path => /\.(whl|egg|conda|zip|jar|tar\.(gz|bz2|xz|zst)|tgz)$/i.test(path));
  const all = [...notes, ...around];
  if (binaryCount === 0 && nested.length > 0) {
    all.push(
      `holds ${count(nested.length, 'archive')} that were not looked into (${listNames(nested, 2)}): unpack it, and name the folder`,
    );
  }
  return all.length > 0 ? {notes: all} : {};
}

/** Trees start at what Python imports; without any module at what nothing else loads. */
function isTreeRoot(subject: Subject, {subjects}: Artefact): boolean {
  return (
    subject.role === 'module' ||
    (subject.role !== 'interpreter' && subjects.every(({role}) => role !== 'module'))
  );
}

type Outcome =
  | {
      readonly facts: BinaryFacts;
      readonly resources: PeResources | null;
      readonly debug: DebugFacts | null;
      readonly debugInfo: DebugInfo | null;
    }
  | {readonly unreadable: Unreadable};

async function readMember(
  member: Member,
  container: Container,
  {locationOf}: Surroundings,
  {withFacts, toolchains, debug}: CheckOptions,
): Promise<Outcome> {
  let source: ByteSource | null = null;
  try {
    source = member.open();
    const outcome = readBinary(source);
    if ('unreadable' in outcome) return outcome;
    const {facts} = outcome;
    const resources =
      withFacts || wantsResources(member.path, facts, toolchains) ? await peResources(facts, source) : null;
    const binary = {path: member.path, location: locationOf(member.path), facts};
    const debugInfo = debug?.read(binary, source, path => container.openFile?.(path) ?? null) ?? null;
    return {facts, resources, debug: withFacts ? debugFacts(source) : null, debugInfo};
  } catch (error) {
    // An archive member whose compressed data is broken.
    if (error instanceof UnreadableError) return {unreadable: error.unreadable};
    throw error;
  } finally {
    // Facts hold no views of the file.
    source?.close?.();
  }
}

/** Null where the section table is broken: no loader needs it. */
function debugFacts(source: ByteSource): DebugFacts | null {
  try {
    return readDebugFacts(source);
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

async function peResources(facts: BinaryFacts, source: ByteSource): Promise<PeResources | null> {
  return facts.format === 'pe' ? readPeResources(source) : null;
}

/** Rules ask for the manifest of modules whose C runtime is an assembly, and for the version of the C++ runtime. */
function wantsResources(path: string, facts: BinaryFacts, {crt}: Toolchains): boolean {
  if (facts.format !== 'pe') return false;
  if (baseName(path).toLowerCase() === crt.constexprMutex.library) return true;
  return facts.imports.some(({library}) => crt.sideBySide.isAskedForWith(library));
}

function exportNames(member: Member | undefined, wanted: ReadonlySet<string>): ReadonlySet<string> {
  let source: ByteSource | null = null;
  try {
    source = member?.open() ?? null;
    return source ? findExportNames(source, wanted) : new Set();
  } catch (error) {
    if (error instanceof UnreadableError) return new Set();
    throw error;
  } finally {
    source?.close?.();
  }
}

/** Whether a file that is no binary ought to be one by its name. */
function isExpectedBinary(path: string): boolean {
  const tag = parseFileTag(baseName(path));
  return (tag !== null && isModuleOnlyName(tag)) || /\.(so|dll|dylib)$/i.test(path);
}
