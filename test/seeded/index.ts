import type {SeededDefect} from './case.ts';
import {cRuntimeDefects} from './cases/c-runtime.ts';
import {debugDefects} from './cases/debug.ts';
import {fileDefects} from './cases/files.ts';
import {linuxPlatformDefects} from './cases/linux-platform.ts';
import {macosDefects} from './cases/macos.ts';
import {moduleDefects} from './cases/module.ts';
import {pythonDllDefects} from './cases/python-dll.ts';
import {stableAbiDefects} from './cases/stable-abi.ts';

/** Every seeded defect: each rule of check-abi at least once, each with its cure. */
export const seededDefects: readonly SeededDefect[] = [
  ...cRuntimeDefects,
  ...pythonDllDefects,
  ...stableAbiDefects,
  ...moduleDefects,
  ...linuxPlatformDefects,
  ...macosDefects,
  ...fileDefects,
  ...debugDefects,
];
