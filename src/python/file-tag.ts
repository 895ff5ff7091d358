import {type PythonVersion, parseVersionDigits} from './version.ts';

/**
 * What an extension module's file name claims (PEP 3149 and importlib.machinery.EXTENSION_SUFFIXES).
 */
export interface FileTag {
  /** The name before the suffix: `_speedups` of `_speedups.cpython-312-x86_64-linux-gnu.so`. */
  readonly moduleName: string;
  /** All that follows the module name, leading dot included: the EXT_SUFFIX, but for Windows' `_d`. */
  readonly suffix: string;
  readonly extension: '.so' | '.pyd' | '.dll';
  /** `cpython` where the suffix says so; null for a suffix that names no interpreter (`.so`, `.pyd`, `.abi3.so`). */
  readonly implementation: 'cpython' | 'other' | null;
  readonly version: PythonVersion | null;
  /** ABI flags: some of `d`, `m`, `u`, `t`. */
  readonly flags: string;
  readonly limited: 'abi3' | 'abi3t' | null;
  /** `x86_64-linux-gnu`, `darwin`, `win_amd64`; null where the suffix has none. */
  readonly platform: string | null;
  /** Windows' `_d` before the suffix: the name that a debug interpreter looks for first. */
  readonly debugName: boolean;
}

const TAGGED =
  /^(?<name>[^.]+)\.(?:cpython-(?<unix>\d{2,3})(?<unixFlags>[dmut]*)(?:-(?<unixPlatform>[\w-]+))?|cp(?<win>\d{2,3})(?<winFlags>t?)-(?<winPlatform>\w+)|(?<limited>abi3t?)(?:-(?<limitedPlatform>[\w-]+))?|(?<other>(?:pypy|graalpy|graalpython|ironpython|jython)[\w-]*?))(?<extension>\.so|\.pyd|\.dll)$/;

/** Takes the base name of a file apart; null when it does not end as an extension module's name does. */
export function parseFileTag(baseName: string): FileTag | null {
  const groups = TAGGED.exec(baseName)?.groups;
  // Cygwin names modules `.cpython-39-x86_64-cygwin.dll`; a `.abi3.dll` (shiboken6) is a library beside modules.
  if (groups?.['extension'] === '.dll' && !groups['unix']) return null;
  if (groups) {
    const name = groups['name'] ?? '';
    const digits = groups['unix'] ?? groups['win'];
    const debugName = groups['win'] !== undefined && isDebugName(name);
    return {
      moduleName: debugName ? name.slice(0, -2) : name,
      suffix: baseName.slice(name.length),
      extension: asExtension(groups['extension']),
      implementation: groups['other'] ? 'other' : digits ? 'cpython' : null,
      version: digits ? parseVersionDigits(digits) : null,
      flags: groups['unixFlags'] ?? groups['winFlags'] ?? '',
      limited: groups['limited'] === 'abi3' || groups['limited'] === 'abi3t' ? groups['limited'] : null,
      platform: groups['unixPlatform'] ?? groups['winPlatform'] ?? groups['limitedPlatform'] ?? null,
      debugName,
    };
  }
  const plain = /^(?<name>.+)(?<extension>\.so|\.pyd)$/.exec(baseName)?.groups;
  if (!plain) return null;
  const name = plain['name'] ?? '';
  const debugName = plain['extension'] === '.pyd' && isDebugName(name);
  return {
    moduleName: debugName ? name.slice(0, -2) : name,
    suffix: plain['extension'] ?? '',
    extension: asExtension(plain['extension']),
    implementation: null,
    version: null,
    flags: '',
    limited: null,
    platform: null,
    debugName,
  };
}

/** What a debug interpreter on Windows looks for (dynload_win.c, "PYD_DEBUG_SUFFIX"). */
function isDebugName(name: string): boolean {
  return name.length > 2 && name.endsWith('_d');
}

function asExtension(text: string | undefined): FileTag['extension'] {
  return text === '.pyd' || text === '.dll' ? text : '.so';
}

/** Whether the name can be nothing but an extension module's: a plain `.so` may be any library. */
export function isModuleOnlyName(tag: FileTag): boolean {
  return tag.extension === '.pyd' || tag.suffix !== tag.extension;
}
