import type {CompilerToolchain} from '../toolchains/compilers.ts';
import type {BuildRequest, WrapperPlan} from './model.ts';

/** What the wrapper of a compiler drops and adds for the build that was asked for. */
export function wrapperPlan(request: BuildRequest, toolchain: CompilerToolchain): WrapperPlan {
  const sanitizers = request.sanitize.flatMap(name => toolchain.sanitize[name] ?? []);
  const sanitized: WrapperPlan = {
    drop: [],
    addToCompile: sanitizers.flatMap(({compile}) => compile),
    addToLink: sanitizers.flatMap(({link}) => link),
  };
  if (!request.debug) return sanitized;
  const assertions = request.assertions ? toolchain.assertions : {drop: [], compile: []};
  return {
    drop: [...toolchain.drop, ...assertions.drop],
    addToCompile: [
      ...toolchain.optimize[request.optimize],
      ...toolchain.compile,
      ...assertions.compile,
      ...sanitized.addToCompile,
    ],
    addToLink: [...toolchain.link, ...sanitized.addToLink],
  };
}

/** How the compilers of one kind are called, for a user to read. */
export interface WrappedCompilers extends WrapperPlan {
  /** `gcc`, `clang`, `rustc`. */
  readonly toolchain: string;
  /** Names on PATH, and variables that name one, that lead to the wrapper. */
  readonly programs: readonly string[];
}
