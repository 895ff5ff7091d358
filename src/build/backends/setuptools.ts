import {join} from 'node:path';
import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';
import type {BuildStep} from '../model.ts';

/**
 * setuptools, with setup.py or without, with setuptools-rust and cffi: `build_ext --inplace` leaves the modules beside
 * their package. Objects go to a folder of our own, so that release ones are not taken for up to date.
 */
export const setuptools: Backend = {
  names: ['setuptools', 'setuptools-rust'],
  modes: ['inplace', 'editable', 'wheel'],
  plan(request, places) {
    const {project, interpreter, mode, outDir} = request;
    const config = join(places.work, 'setup.cfg');
    const rest = {
      // Read by setuptools as one more setup.cfg (setuptools/_distutils/dist.py, find_config_files).
      // cargo's folder: of setuptools-rust.
      environment: {DIST_EXTRA_CONFIG: config, CARGO_TARGET_DIR: join(places.work, 'cargo')},
      files: {[config]: `[build]\nbuild_base = ${join(places.work, 'setuptools')}\n`},
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
          command: [...start, 'build_ext', '--inplace', ...(places.force ? ['--force'] : [])],
          cwd: project.folder,
        },
      ],
    };
  },
};
