import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {sitePackagesFolders} from '../binary/containers/environment-layout.ts';
import {readInstalledPackages} from '../python/installed-packages.ts';
import {isBinaryName} from './build-products.ts';
import {localFiles} from './files.ts';

const MAX_URL_BYTES = 64 * 1024;

/**
 * Modules and libraries that an editable install put into the environment itself, absolute: scikit-build-core copies
 * all of them there, maturin those without a Python package around. Python imports these, not what the build folder
 * has. None where they stay in the project (setuptools) or in the build folder (meson-python).
 */
export function editableProducts(projectFolder: string, prefix: string): readonly string[] {
  return sitePackagesFolders(prefix, localFiles)
    .map(folder => join(prefix, folder))
    .flatMap(folder => readInstalledPackages(folder, localFiles))
    .filter(({sitePackages, distInfo}) => isFrom(projectFolder, join(sitePackages, distInfo)))
    .flatMap(({sitePackages, files}) => files.filter(isBinaryName).map(file => join(sitePackages, file)))
    .filter(file => localFiles.status(file)?.kind === 'file')
    .toSorted();
}

/** Whether the installer recorded the folder as the origin (PEP 610, direct_url.json). */
function isFrom(projectFolder: string, distInfo: string): boolean {
  const text = localFiles.readText(join(distInfo, 'direct_url.json'), MAX_URL_BYTES);
  if (text === null) return false;
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record !== 'object' || record === null || !('url' in record)) return false;
    const place = typeof record.url === 'string' ? fileURLToPath(record.url) : '';
    return (localFiles.realPath(place) ?? place) === (localFiles.realPath(projectFolder) ?? projectFolder);
  } catch {
    // No JSON, or no file: URL: of another origin.
    return false;
  }
}
