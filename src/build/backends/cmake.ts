import {join} from 'node:path';
import type {Backend} from '../backend.ts';

/** Plain CMake: configured for the chosen Python in a folder of our own, in the configuration that the project defaults to. */
export const cmake: Backend = {
  names: ['cmake'],
  modes: ['inplace'],
  plan(request, places) {
    const {project, interpreter, configSettings} = request;
    const build = join(places.work, 'cmake');
    return {
      steps: [
        {
          title: 'configure',
          command: [
            'cmake',
            '-S',
            project.folder,
            '-B',
            build,
            // FindPython3 and FindPython, and pybind11's older search.
            `-DPython_EXECUTABLE=${interpreter.executable}`,
            `-DPython3_EXECUTABLE=${interpreter.executable}`,
            `-DPYTHON_EXECUTABLE=${interpreter.executable}`,
            '-DCMAKE_EXPORT_COMPILE_COMMANDS=ON',
            ...configSettings.map(([key, value]) => `-D${key}=${value}`),
          ],
          cwd: project.folder,
        },
        {title: 'compile', command: ['cmake', '--build', build, '--parallel'], cwd: project.folder},
      ],
      environment: {},
      productFolders: [build],
    };
  },
};
