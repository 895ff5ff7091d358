import type {BuildPlaces} from './backend.ts';
import type {BuildRequest, BuildStep} from './model.ts';

/** Settings for a PEP 517 hook; a key that stands twice becomes a list. */
export type HookSettings = readonly (readonly [string, string])[];

/**
 * Builds a wheel by the backend's own hook, in the project's folder and in the environment at hand: sources stay
 * where the debug information says. The user's settings come last.
 */
export function wheelSteps(
  request: BuildRequest,
  {hookDriver}: BuildPlaces,
  settings: HookSettings,
): readonly BuildStep[] {
  const {project, interpreter, outDir, configSettings} = request;
  const pairs = [...settings, ...configSettings].map(([key, value]) => `${key}=${value}`);
  return [
    {
      title: 'build the wheel',
      command: [
        interpreter.executable,
        hookDriver,
        'build_wheel',
        outDir,
        project.buildBackend ?? 'setuptools.build_meta:__legacy__',
        ...pairs,
      ],
      cwd: project.folder,
    },
  ];
}

/** Installs the project as editable (PEP 660), with the requirements left alone. */
export function editableSteps(
  request: BuildRequest,
  {installer}: BuildPlaces,
  settings: HookSettings,
): readonly BuildStep[] {
  const {project, configSettings} = request;
  const [program = 'pip', ...rest] = installer ?? [];
  return [
    {
      title: 'install as editable',
      command: [
        program,
        ...rest,
        'install',
        '--no-build-isolation',
        '--no-deps',
        ...[...settings, ...configSettings].flatMap(([key, value]) => [
          '--config-settings',
          `${key}=${value}`,
        ]),
        '--editable',
        project.folder,
      ],
      cwd: project.folder,
    },
  ];
}
