import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';
import type {BuildStep} from '../model.ts';
import {objectFolders} from '../object-folders.ts';

/**
 * setuptools, with setup.py or without, with setuptools-rust and cffi: `build_ext --inplace` leaves the modules beside
 * their package. Objects go to a folder of our own, so that release ones are not taken for up to date.
 */
export const setuptools: Backend = {
  names: ['setuptools', 'setuptools-rust'],
  modes: ['inplace', 'editable', 'wheel'],
  plan(request, places) {
    const {project, interpreter, mode, outDir} = request;
    const rest = {
      ...objectFolders(places),
      productFolders: mode === 'wheel' ? [outDir] : [project.folder],
    };
    if (mode === 'wheel') return {...rest, steps: wheelSteps(request, places, [])};
    if (mode === 'editable') return {...rest, steps: editableSteps(request, places, [])};
    const start: BuildStep['command'] = project.hasSetupPy
      ? [interpreter.executable, 'setup.py']
      : [interpreter.executable, '-c', 'import setuptools; setuptools.setup()'];
    return {
      ...rest,
      steps: [
        {
          title: 'build in place',
          // build_ext links the project's static libraries, and does not build them (distutils/command/build_ext.py).
          command: [
            ...start,
            ...(project.hasCLibraries ? ['build_clib'] : []),
            'build_ext',
            '--inplace',
            ...(places.force ? ['--force'] : []),
          ],
          cwd: project.folder,
        },
      ],
    };
  },
};
