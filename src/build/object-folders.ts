import {join} from 'node:path';
import type {BackendPlan, BuildPlaces} from './backend.ts';

/**
 * Sends what setuptools and cargo leave behind to a folder of this configuration, so that objects of another one are
 * not taken for up to date, and the project's own `build` and `target` stay as they are.
 */
export function objectFolders({work}: BuildPlaces): Pick<BackendPlan, 'environment' | 'files'> {
  const config = join(work, 'setup.cfg');
  return {
    // Read by setuptools as one more setup.cfg (setuptools/_distutils/dist.py, find_config_files).
    environment: {DIST_EXTRA_CONFIG: config, CARGO_TARGET_DIR: join(work, 'cargo')},
    files: {[config]: `[build]\nbuild_base = ${join(work, 'setuptools')}\n`},
  };
}
