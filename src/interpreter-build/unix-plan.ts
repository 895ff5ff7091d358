import type {BuildStep} from '../build/model.ts';
import {type ConfigureRequest, configureArguments, type LeftOut} from './configure-arguments.ts';

/** What is run to build the interpreter, in order, and with which variables. */
export interface InterpreterPlan {
  readonly steps: readonly BuildStep[];
  /** Files to write before the first step: absolute path -> text. */
  readonly files: Readonly<Record<string, string>>;
  /** null: unset. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly leftOut: readonly LeftOut[];
  /** The C compiler that is named; null where the build looks for one itself. */
  readonly compiler: string | null;
}

/** Folders of one build, absolute. */
export interface PlanPlaces {
  /** The copy of the source, which is built where it stands. */
  readonly source: string;
  /** What `make install` takes for the root. */
  readonly stage: string;
  /** `Modules/Setup.local`; null for that of the source. */
  readonly setupLocal: string | null;
  /** Where the C sources go beside the interpreter, so that debuggers find them. */
  readonly sourcesAfterwards: string;
}

/**
 * What would change the build behind our back: options of make, and what Python and its build read. CC and the like are
 * given as arguments.
 */
const UNSET = [
  ...['MAKEFLAGS', 'MFLAGS', 'MAKEOVERRIDES', 'DESTDIR', 'CONFIG_SITE', 'CPATH', 'C_INCLUDE_PATH'],
  ...[
    'LIBRARY_PATH',
    'LD_RUN_PATH',
    'EXTRA_CFLAGS',
    'EXTRA_LDFLAGS',
    'ENSUREPIP',
    'PYTHONHOME',
    'PYTHONPATH',
  ],
  ...['PYTHONSTARTUP', 'PYTHONPLATLIBDIR', 'PYTHONSAFEPATH', 'PYTHONPYCACHEPREFIX', 'PYTHONUSERBASE'],
  ...['DEB_PYTHON_INSTALL_LAYOUT', 'VIRTUAL_ENV', '__PYVENV_LAUNCHER__', '_PYTHON_PROJECT_BASE'],
] as const;

/**
 * By which the program finds its own libpython wherever the prefix is moved to (on macOS the library has an absolute
 * install name), and also where LD_LIBRARY_PATH leads to the release's, which goes before RUNPATH but not before RPATH
 * (ld.so(8)); CI systems set it for the Pythons that they install. GNU make reads this file before `Makefile`. In LDFLAGS_NODIST the path would reach every module as well,
 * and up to 3.11 mangled: distutils takes `$ORIGIN` for a variable of make.
 */
const OWN_LIBRARY = `include Makefile
$(BUILDPYTHON): LINKFORSHARED += -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../lib'
`;

/** configure, make, make install, as on any Unix (CPython's README, "Build Instructions"). */
export function unixPlan(request: ConfigureRequest, places: PlanPlaces, jobs: number): InterpreterPlan {
  const {arguments: words, leftOut, compiler} = configureArguments(request);
  const {source, stage, setupLocal, sourcesAfterwards} = places;
  return {
    steps: [
      {title: 'configure', command: ['sh', './configure', ...words], cwd: source},
      {title: 'compile', command: ['make', `-j${jobs}`], cwd: source},
      // Byte code of the top folder only: the rest is made when it is first imported, in a second of the minutes that
      // three levels of optimisation take.
      {
        title: 'install',
        command: ['make', 'install', `DESTDIR=${stage}`, 'COMPILEALL_OPTS=-q -l'],
        cwd: source,
      },
    ],
    files: {
      ...(request.original.platform === 'darwin' ? {} : {[`${source}/GNUmakefile`]: OWN_LIBRARY}),
      ...(setupLocal === null ? {} : {[`${source}/Modules/Setup.local`]: setupLocal}),
    },
    environment: {
      ...Object.fromEntries(UNSET.map(name => [name, null])),
      // Documented for configure ("CONFIGURE_CFLAGS_NODIST"): not for extensions that are built with this interpreter.
      CFLAGS_NODIST: `-fdebug-prefix-map=${source}=${sourcesAfterwards}`,
      LDFLAGS_NODIST: null,
      // File names and messages as the counting of progress expects them.
      LC_ALL: 'C.UTF-8',
    },
    leftOut,
    compiler,
  };
}
