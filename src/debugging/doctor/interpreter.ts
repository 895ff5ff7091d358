import {type Check, ok, problem, warning} from './model.ts';

/** The interpreter of the project, as far as these checks go. */
export interface InterpreterState {
  readonly executable: string;
  readonly from: string;
  readonly implementation: string;
  readonly version: readonly [number, number, number];
  readonly isFreeThreaded: boolean;
  readonly isDebug: boolean;
}

/** Its headers: the folder, and the version that they are of; null without Python.h. */
export interface HeaderState {
  readonly folder: string;
  readonly version: string | null;
}

const OLDEST_MINOR = 8;
const NEWEST_MINOR = 15;

/** Which Python it is, and whether the walker knows it. */
export function checkInterpreter(state: InterpreterState): Check {
  const {executable, from, version, implementation, isDebug, isFreeThreaded} = state;
  const text = `${implementation === 'cpython' ? 'CPython' : implementation} ${version.join('.')}${isFreeThreaded ? ' free-threaded' : ''}, ${executable} (${from})`;
  if (implementation !== 'cpython') {
    return problem('interpreter', text, 'name a CPython with --python: only its frames are known');
  }
  if (isDebug) {
    return warning(
      'interpreter',
      `${text}, a debug build`,
      'released wheels do not fit it: use the release build of the same version, pyxdbg debugs that',
    );
  }
  const [, minor] = version;
  if (minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
    return warning('interpreter', text, `Python frames are shown of 3.${OLDEST_MINOR} to 3.${NEWEST_MINOR}`);
  }
  return ok('interpreter', text);
}

/** Whether extension modules can be compiled against it. */
export function checkHeaders(
  {version}: Pick<InterpreterState, 'version'>,
  {folder, version: theirs}: HeaderState,
): Check {
  const [major, minor] = version;
  if (theirs === null) {
    return problem(
      'headers',
      `no Python.h in ${folder}`,
      `install them: apt install python${major}.${minor}-dev, dnf install python${major}.${minor}-devel`,
    );
  }
  if (theirs !== version.join('.')) {
    return warning(
      'headers',
      `of ${theirs}, the interpreter is ${version.join('.')}`,
      'install those of the same release',
    );
  }
  return ok('headers', `Python.h of ${theirs}`);
}
