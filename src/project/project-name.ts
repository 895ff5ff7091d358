import {UserError} from '../errors.ts';
import {STANDARD_MODULES} from './standard-modules.ts';

/** PEP 508: letters, digits, and between them `.`, `_` and `-`. */
const DISTRIBUTION = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i;

/** The keywords of Python 3.8 to 3.14 (`keyword.kwlist`), in lower case as an import name is. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'and as assert async await break class continue def del elif else except false finally for from global if ' +
    'import in is lambda none nonlocal not or pass raise return true try while with yield'
  ).split(' '),
);

/** A project cannot require a distribution of its own name. */
const BUILD_REQUIREMENTS: ReadonlySet<string> = new Set([
  'cython',
  'meson_python',
  'mesonpy',
  'pip',
  'pybind11',
  'setuptools',
]);

/** Devices, whatever the folder: no file or folder on Windows can have such a name. */
const WINDOWS_DEVICE = /^(aux|con|nul|prn|(com|lpt)[0-9])$/;

/**
 * The import name of a new project's package, `my_ext` for `My-Ext`. Throws a UserError for what is no name of a
 * distribution (PEP 508), and for what no package of that name could be imported or built under.
 */
export function checkProjectName(name: string): string {
  if (!DISTRIBUTION.test(name)) {
    throw refused(name, 'is no name of a distribution: letters, digits, and between them ".", "_" and "-"');
  }
  // The normal form of PEP 503, with what an import name may hold instead of its dashes.
  const module = name.replaceAll(/[-_.]+/g, '_').toLowerCase();
  if (/^[0-9]/.test(module)) throw refused(name, 'cannot be imported: it begins with a digit');
  if (KEYWORDS.has(module)) throw refused(name, `cannot be imported: "${module}" is a keyword of Python`);
  if (STANDARD_MODULES.has(module)) {
    throw refused(name, `would be imported as "${module}", which is a module of Python itself`);
  }
  if (BUILD_REQUIREMENTS.has(module)) throw refused(name, 'is what such a project is built with');
  if (WINDOWS_DEVICE.test(module)) throw refused(name, 'can be no folder on Windows, where it is a device');
  return module;
}

function refused(name: string, what: string): UserError {
  return new UserError({
    what: `the project name ${JSON.stringify(name)} ${what}`,
    advice: 'give another name, such as my-ext',
  });
}
