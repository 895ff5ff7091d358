import {abi3tRules} from './abi3t.ts';
import {crtRules} from './crt.ts';
import {crtRedistRules} from './crt-redist.ts';
import {debugFileRules} from './debug-file.ts';
import {debugOptimisedRules} from './debug-optimised.ts';
import {debugSourcesRules} from './debug-sources.ts';
import {freeThreadedRules} from './free-threaded.ts';
import {libpythonRules} from './libpython.ts';
import {loaderRules} from './loader.ts';
import {machineRules} from './machine.ts';
import {macosRules} from './macos.ts';
import {manylinuxRules} from './manylinux.ts';
import {missingDepRules} from './missing-dep.ts';
import {moduleFileRules} from './module-file.ts';
import {neighbourRules} from './neighbours.ts';
import {pydebugRules} from './pydebug.ts';
import {pythonDllRules} from './python-dll.ts';
import type {Rule} from './rule.ts';
import {sanitizerRules} from './sanitizer.ts';
import {stableAbiRules} from './stable-abi.ts';
import {undefinedSymbolRules} from './undefined-symbol.ts';
import {unicodeWidthRules} from './unicode-width.ts';
import {unreadableRules} from './unreadable.ts';

/** Those that judge what is read only with `--debug`. */
const debugRules: readonly Rule[] = [...debugFileRules, ...debugOptimisedRules, ...debugSourcesRules];

export const debugRuleNames: ReadonlySet<string> = new Set(debugRules.map(({name}) => name));

/** Every rule that judges facts, in the order of the documentation. */
export const rules: readonly Rule[] = [
  ...crtRules,
  ...crtRedistRules,
  ...neighbourRules,
  ...pythonDllRules,
  ...pydebugRules,
  ...freeThreadedRules,
  ...stableAbiRules,
  ...abi3tRules,
  ...moduleFileRules,
  ...machineRules,
  ...undefinedSymbolRules,
  ...unicodeWidthRules,
  ...libpythonRules,
  ...manylinuxRules,
  ...macosRules,
  ...missingDepRules,
  ...loaderRules,
  ...sanitizerRules,
  ...debugRules,
];

/** Every rule by name, with the sentence that says what it finds. */
export const ruleTable: readonly {readonly name: string; readonly title: string}[] = [
  ...rules.map(({name, title}) => ({name, title})),
  ...unreadableRules,
];
