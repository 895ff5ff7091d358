import {join} from 'node:path';
import type {Backend} from '../backend.ts';
import {editableSteps, wheelSteps} from '../hook-steps.ts';

/** maturin: cargo's release profile, without what strips or optimises, in a target folder of our own. */
export const maturin: Backend = {
  names: ['maturin'],
  modes: ['editable', 'wheel'],
  plan: (request, places) => ({
    steps: request.mode === 'wheel' ? wheelSteps(request, places, []) : editableSteps(request, places, []),
    environment: {CARGO_TARGET_DIR: join(places.work, 'cargo')},
    productFolders: request.mode === 'wheel' ? [request.outDir] : [request.project.folder],
  }),
};
