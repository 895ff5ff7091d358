import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';
import {objectFolders} from '../object-folders.ts';

/** Any other backend, by the hooks of PEP 517 and PEP 660: whatever compiler it calls is found on PATH. */
export const pep517: Backend = {
  names: ['hatchling', 'poetry', 'flit', 'in-tree', 'other'],
  modes: ['wheel', 'editable'],
  plan: (request, places) => ({
    steps: request.mode === 'wheel' ? wheelSteps(request, places, []) : editableSteps(request, places, []),
    // An in-tree backend or a build script often passes on to setuptools.
    ...objectFolders(places),
    productFolders: request.mode === 'wheel' ? [request.outDir] : [request.project.folder],
  }),
};
