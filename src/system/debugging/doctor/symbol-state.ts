import type {BuildInterpreter} from '../../../build/model.ts';
import {type Check, ok, warning} from '../../../debugging/doctor/model.ts';
import {subjectsOf} from '../../symbol-targets.ts';
import {FOLDERS, lookAtHand} from '../../symbols/look-at-hand.ts';

/** Whether the interpreter's own debug information is at hand. Python's frames are found without it. */
export async function checkSymbols({executable}: BuildInterpreter): Promise<Check> {
  const {subjects} = await subjectsOf(executable);
  const outcomes = await lookAtHand(subjects, FOLDERS);
  const missing = outcomes.filter(({verdict}) => verdict !== 'own' && verdict !== 'matching');
  return missing.length === 0
    ? ok('symbols', 'the debug information of the interpreter is at hand')
    : warning(
        'symbols',
        `none of ${missing.map(({subject}) => subject.name).join(', ')}: the interpreter's own C frames have no lines`,
        `pyxdbg symbols fetch ${executable}`,
      );
}
