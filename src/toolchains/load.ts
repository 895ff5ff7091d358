import {cpythonFacts} from './cpython.ts';
import {crtTable} from './crt.ts';
import {dependencyLibraries} from './dependencies.ts';
import {exportTables} from './exports.ts';
import {glibcNames} from './glibc-names.ts';
import {manylinuxPolicies} from './manylinux.ts';
import {platformLibraries} from './platform-libraries.ts';
import {stableAbi} from './stable-abi.ts';
import type {TableReader} from './table-reader.ts';
import type {Toolchains} from './toolchains.ts';
import {windowsLibraries} from './windows.ts';

/** All tables behind one reader; no file is read before something asks for it. */
export function loadToolchains(read: TableReader): Toolchains {
  const cpython = cpythonFacts(read);
  const crt = crtTable(read, version => cpython.standing(version) !== null);
  return {
    crt,
    windows: windowsLibraries(read, crt),
    dependencies: dependencyLibraries(read),
    manylinux: manylinuxPolicies(read, cpython.linuxArchitecture),
    stableAbi: stableAbi(read),
    exports: exportTables(read),
    cpython,
    libraries: platformLibraries(read),
    glibc: glibcNames(read),
  };
}
