import type {BuildInterpreter} from '../../../build/model.ts';
import {type Check, ok, warning} from '../../../debugging/doctor/model.ts';
import {defaultStoreFolder} from '../../symbol-store-folder.ts';
import {subjectsOf} from '../../symbol-targets.ts';
import {lookUpSymbols} from '../../symbols/look-up-symbols.ts';
import {FILES} from '../symbol-settings.ts';

/** Whether the interpreter's own debug information is at hand. Python's frames are found without it. */
export async function checkSymbols({executable}: BuildInterpreter): Promise<Check> {
  const {subjects} = await subjectsOf(executable);
  const {outcomes} = await lookUpSymbols(subjects, {
    mode: 'look',
    choices: {
      store: defaultStoreFolder(process.env, process.platform),
      only: FILES,
      without: [],
      mirrors: [],
      symbolPath: undefined,
    },
    offline: true,
    install: false,
    refresh: false,
    isQuiet: true,
  });
  const missing = outcomes.filter(({verdict}) => verdict !== 'own' && verdict !== 'matching');
  return missing.length === 0
    ? ok('symbols', 'the debug information of the interpreter is at hand')
    : warning(
        'symbols',
        `none of ${missing.map(({subject}) => subject.name).join(', ')}: the interpreter's own C frames have no lines`,
        `pyxdbg symbols fetch ${executable}`,
      );
}
