import {join} from 'node:path';
import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';

/** meson-python: a release build by its own defaults, in a build folder of our own, which makes the next one quick. */
export const mesonPython: Backend = {
  names: ['meson-python'],
  modes: ['editable', 'wheel'],
  plan(request, places) {
    const build = join(places.work, 'meson');
    const settings = [['build-dir', build]] as const;
    return {
      steps:
        request.mode === 'wheel'
          ? wheelSteps(request, places, settings)
          : editableSteps(request, places, settings),
      environment: {},
      productFolders: request.mode === 'wheel' ? [request.outDir] : [build],
    };
  },
};
