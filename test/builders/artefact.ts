import type {BinaryFacts, PeResources} from '../../src/binary/facts.ts';
import type {StatedPython} from '../../src/python/target.ts';
import {assemble} from '../../src/rules/assemble.ts';
import type {DebugInfo, DebugLevel} from '../../src/rules/debug-info.ts';
import {distributionOf} from '../../src/rules/distribution.ts';
import type {Artefact, Distribution, RuleContext, Subject, SystemLibraries} from '../../src/rules/subject.ts';
import {toolchains} from '../toolchains/tables.ts';

/** A binary's facts, with its resources or the names it exports where a rule looks at them. */
export type MemberInput =
  | BinaryFacts
  | {
      readonly facts: BinaryFacts;
      readonly resources?: Partial<PeResources>;
      readonly exports?: readonly string[];
      readonly debug?: DebugInfo;
    };

/** What is known beside the members. */
export interface Around {
  readonly kind?: string;
  readonly against?: StatedPython;
  readonly python?: StatedPython;
  readonly environment?: StatedPython;
  /** Projects of the Requires-Dist lines. */
  readonly requires?: readonly string[];
  /** Files that are there, but are no binaries that could be read. */
  readonly files?: readonly string[];
  readonly system?: SystemLibraries;
  readonly debugLevel?: DebugLevel;
  /** By member path, for environments; a wheel or egg is one distribution by its own name. */
  readonly distributionOf?: (path: string) => Distribution | null;
}

/** An assembled artefact, and what rules see of it. */
export interface Assembled {
  readonly artefact: Artefact;
  readonly context: RuleContext;
}

/** An artefact of that base name with these members, by path. */
export function artefact(
  name: string,
  members: Readonly<Record<string, MemberInput>>,
  around: Around = {},
): Assembled {
  const inputs = new Map(
    Object.entries(members).map(([path, input]) => [path, 'facts' in input ? input : {facts: input}]),
  );
  const paths = new Set([...inputs.keys(), ...(around.files ?? [])]);
  const own = ownDistribution(name, paths, around.requires ?? []);
  const assembled = assemble(
    {
      kind: around.kind ?? kindOf(name),
      name,
      root: null,
      locationOf: () => null,
      members: [...inputs].map(([path, {facts, resources, debug = null}]) => ({
        path,
        facts,
        resources: resources ? {manifest: null, fileVersion: null, ...resources} : null,
        debug,
      })),
      paths,
      distributionOf: around.distributionOf ?? (() => own),
      against: around.against ?? null,
      python: around.python ?? null,
      environment: around.environment ?? null,
      exportsAt: (path, wanted) =>
        new Set((inputs.get(path)?.exports ?? []).filter(name => wanted.has(name))),
      system: around.system ?? null,
    },
    toolchains,
  );
  return {
    artefact: assembled,
    context: {artefact: assembled, toolchains, debugLevel: around.debugLevel ?? '0'},
  };
}

/** A wheel of the project `seeded`: `wheel('cp312-cp312-win_amd64', {...})`. */
export function wheel(
  tag: string,
  members: Readonly<Record<string, MemberInput>>,
  around: Around = {},
): Assembled {
  return artefact(`seeded-1.0-${tag}.whl`, members, around);
}

/** A file by itself. */
export function bareFile(name: string, input: MemberInput, around: Around = {}): Assembled {
  return artefact(name, {[name]: input}, {kind: 'file', ...around});
}

/** The subject of a fact sheet: that of a bare file, but for what is given. */
export function subject(facts: BinaryFacts, rest: Partial<Subject> = {}): Subject {
  const {artefact: assembled} = bareFile(rest.baseName ?? 'speed.so', facts);
  const [only] = assembled.subjects;
  if (!only) throw new Error('an artefact of one member has one subject');
  return {...only, ...rest};
}

/** A Python as an option or the surroundings state it: a release build with the GIL. */
export function stated(major: number, minor: number, rest: Partial<StatedPython> = {}): StatedPython {
  return {
    version: [major, minor],
    freeThreaded: false,
    debug: false,
    platform: null,
    interpreter: null,
    ...rest,
  };
}

/** What is known of a named interpreter: nothing but its path, unless given. */
export function interpreterFacts(
  rest: Partial<NonNullable<StatedPython['interpreter']>> = {},
): NonNullable<StatedPython['interpreter']> {
  return {
    path: '/opt/python/bin/python3',
    exports: null,
    crt: null,
    isStatic: null,
    extensionSuffixes: null,
    ...rest,
  };
}

function ownDistribution(
  name: string,
  paths: ReadonlySet<string>,
  requires: readonly string[],
): Distribution | null {
  const own = distributionOf(name, paths, () => null);
  return own && {...own, requires};
}

function kindOf(name: string): string {
  return name.endsWith('.whl') ? 'wheel' : name.endsWith('.egg') ? 'egg' : 'folder';
}
