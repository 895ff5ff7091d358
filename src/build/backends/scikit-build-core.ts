import {join} from 'node:path';
import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';

/**
 * scikit-build-core: its Release configuration, which on Windows links the release C runtime and python3XX.lib, as
 * Debug would not (scikit-build-core#670). It strips by default, in CMake's install.
 */
export const scikitBuildCore: Backend = {
  names: ['scikit-build-core'],
  modes: ['editable', 'wheel'],
  plan(request, places) {
    const build = join(places.work, 'cmake');
    const settings = [
      ['build-dir', build],
      ...(request.debug ? ([['install.strip', 'false']] as const) : []),
    ] as const;
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
