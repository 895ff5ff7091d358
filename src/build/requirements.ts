import {UserError} from '../errors.ts';
import {normaliseProject} from '../rules/distribution.ts';
import {evaluateMarker, type MarkerEnvironment} from './marker.ts';
import type {BuildInterpreter} from './model.ts';
import {parseRequirement} from './requirement-text.ts';
import {parseSpecifier, satisfies} from './version-specifier.ts';

/**
 * Those of the requirements that the interpreter's environment does not meet, as they are written. What an extra
 * requires in its turn is not looked at, and one whose marker cannot be decided is passed over: the backend itself
 * says so where it is needed. Throws a UserError for a text that is no requirement.
 */
export function requirementsMissing(
  requires: readonly string[],
  interpreter: BuildInterpreter,
): readonly string[] {
  const environment = markerEnvironment(interpreter);
  return requires.filter(text => {
    const requirement = parseRequirement(text);
    if (!requirement) {
      throw new UserError({
        what: `${JSON.stringify(text.slice(0, 200))} is no requirement`,
        where: 'build-system.requires',
        advice: 'write it as in `setuptools>=64`',
      });
    }
    const {marker, name, clauses} = requirement;
    if (marker !== null && evaluateMarker(marker, environment) !== true) return false;
    const project = normaliseProject(name);
    const installed = Object.hasOwn(interpreter.installed, project)
      ? interpreter.installed[project]
      : undefined;
    return installed === undefined || !satisfies(installed, clauses);
  });
}

/** What of the requirements the environment has, with its version: `setuptools 65.5.0`. */
export function requirementsUsed(
  requires: readonly string[],
  {installed}: Pick<BuildInterpreter, 'installed'>,
): readonly string[] {
  const names = requires.map(text => normaliseProject(parseRequirement(text)?.name ?? ''));
  return [...new Set(names)].flatMap(name =>
    Object.hasOwn(installed, name) ? [`${name} ${installed[name]}`] : [],
  );
}

/** Whether a Python is one of those that `requires-python` names; true for a text that is no version specifier. */
export function fitsRequiresPython(
  specifier: string | null,
  version: readonly [number, number, number],
): boolean {
  const clauses = specifier === null ? null : parseSpecifier(specifier);
  return clauses === null || satisfies(version.join('.'), clauses);
}

/** The variables of PEP 508, as far as the probe's answer tells them. */
export function markerEnvironment(interpreter: BuildInterpreter): MarkerEnvironment {
  const {implementation, version, platform, platformTag} = interpreter;
  const full = version.join('.');
  return {
    python_version: version.slice(0, 2).join('.'),
    python_full_version: full,
    os_name: platform === 'win32' ? 'nt' : 'posix',
    sys_platform: platform,
    platform_system: SYSTEMS[platform] ?? null,
    platform_machine: machineOf(platformTag),
    platform_python_implementation: IMPLEMENTATIONS[implementation] ?? null,
    platform_release: null,
    platform_version: null,
    implementation_name: implementation,
    implementation_version: implementation === 'cpython' ? full : null,
    extra: '',
  };
}

/** `platform.system()` for a `sys.platform`. */
const SYSTEMS: Readonly<Record<string, string>> = {linux: 'Linux', darwin: 'Darwin', win32: 'Windows'};

/** `platform.python_implementation()` for a `sys.implementation.name`. */
const IMPLEMENTATIONS: Readonly<Record<string, string>> = {
  cpython: 'CPython',
  pypy: 'PyPy',
  graalpy: 'GraalVM',
};

/** `platform.machine()`; null where the tag leaves it open (`win32` on a 64-bit Windows, `universal2`). */
function machineOf(platformTag: string): string | null {
  if (platformTag === 'win_amd64') return 'AMD64';
  if (platformTag === 'win_arm64') return 'ARM64';
  const [, machine] = /^(?:linux|macosx_\d+_\d+)_(\w+)$/.exec(platformTag) ?? [];
  return machine === undefined || /^(?:universal2?|intel|fat\d*)$/.test(machine) ? null : machine;
}
