import type {ProjectFacts} from '../project/project-facts.ts';

/** How the product is to be delivered. */
export type BuildMode = 'inplace' | 'editable' | 'wheel';

/** Sanitizers that gcc and clang know. */
export type Sanitizer = 'address' | 'undefined' | 'thread';

/** What the user asked for, resolved. */
export interface BuildRequest {
  readonly project: ProjectFacts;
  readonly interpreter: BuildInterpreter;
  readonly debug: boolean;
  readonly mode: BuildMode;
  /** Absolute; where wheels go. */
  readonly outDir: string;
  readonly optimize: '0' | 'g';
  readonly assertions: boolean;
  readonly sanitize: readonly Sanitizer[];
  /** `-C KEY=VALUE`, in order. */
  readonly configSettings: readonly (readonly [string, string])[];
}

/** The Python to build for, as its probe answered (templates/runtime/build-probe.py). */
export interface BuildInterpreter {
  /** Absolute; what is run. */
  readonly executable: string;
  /** Why this one, e.g. `--python`, `VIRTUAL_ENV`, `.venv`, `PATH`. */
  readonly from: string;
  readonly implementation: string;
  readonly version: readonly [number, number, number];
  readonly freeThreaded: boolean;
  readonly debug: boolean;
  /** `sys.platform`. */
  readonly platform: string;
  /** As a wheel tag spells it. */
  readonly platformTag: string;
  readonly extSuffix: string;
  /** sysconfig variables as they are, empty where the interpreter has none: CC, CXX, CFLAGS, OPT, LDSHARED, LDCXXSHARED, LDFLAGS, CCSHARED, BLDSHARED. */
  readonly config: Readonly<Record<string, string>>;
  /** Installed distributions, normalised name -> version, of the environment that builds. */
  readonly installed: Readonly<Record<string, string>>;
  readonly prefix: string;
  readonly basePrefix: string;
}

/** One program to run. */
export interface BuildStep {
  /** For progress: `configure`, `compile`, `install`. */
  readonly title: string;
  readonly command: readonly [string, ...string[]];
  /** Absolute. */
  readonly cwd: string;
}

/** What the compiler wrapper drops and adds; the patterns are those of toolchains/*.yaml. */
export interface WrapperPlan {
  /** Shell patterns of arguments to drop, e.g. `-O[0-3]`, `-flto*`. */
  readonly drop: readonly string[];
  /** Appended where a call compiles. */
  readonly addToCompile: readonly string[];
  /** Appended where a call links. */
  readonly addToLink: readonly string[];
}

/** One call of a compiler or linker, as the wrapper recorded it. */
export interface CompilerCall {
  /** Base name under which it was called: `gcc`, `c++`, `rustc`. */
  readonly tool: string;
  /** Absolute. */
  readonly cwd: string;
  /** As the build system gave them, before the wrapper changed them. */
  readonly args: readonly string[];
}
