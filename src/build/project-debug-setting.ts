import {join} from 'node:path';
import {UserError} from '../errors.ts';
import {setupCfgValue} from '../project/detect-setup-cfg.ts';
import type {ProjectFacts} from '../project/project-facts.ts';
import type {Files} from '../system/files.ts';
import type {BuildInterpreter} from './model.ts';

/** What distutils takes for yes (distutils.util.strtobool). */
const YES = /^(?:y|yes|t|true|on|1)$/i;

/** Commands whose `debug` reaches the compiler: build_ext takes it over from build (distutils/command/build_ext.py). */
const SECTIONS = ['build', 'build_ext', 'build_clib'];

/** More than any real setup.cfg, in bytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * Refuses a setup.cfg that makes every build one of setuptools' own debug builds, where that changes the ABI: on Windows.
 * Elsewhere it only adds -g. Throws a UserError with the reason and the way that works.
 */
export function refuseDebugSetting(
  project: Pick<ProjectFacts, 'folder' | 'backend'>,
  {platform}: Pick<BuildInterpreter, 'platform'>,
  files: Pick<Files, 'readText'>,
): void {
  if (platform !== 'win32' || !/^setuptools/.test(project.backend)) return;
  const file = join(project.folder, 'setup.cfg');
  const text = files.readText(file, MAX_BYTES);
  const section = SECTIONS.find(name => YES.test(setupCfgValue(text ?? '', name, 'debug') ?? ''));
  if (section === undefined) return;
  throw new UserError({
    what: 'has debug on, with which setuptools compiles with /MDd and /D_DEBUG: the module then uses the debug C runtime, and pyconfig.h makes of it one for a debug Python, which asks the linker for pythonXY_d.lib',
    where: `${file}, [${section}]`,
    advice: 'take it out: pyxdbg build --debug gives full debug information in the release ABI',
  });
}
