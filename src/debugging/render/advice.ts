import {shellLine} from '../../report/shell-line.ts';
import type {Traceback} from '../traceback/model.ts';
import {baseName} from '../verdict/frame-words.ts';

/** What would make the next report say more. */
export interface Advice {
  readonly text: string;
  readonly command: string;
  /** Behind the command. */
  readonly remark: string;
}

/** So many modules are named. */
const MAX_NAMED = 3;

/** Programs and libraries: who publishes them may have published their symbols, too. */
const OF_OTHERS = 'where they are published; else compile with -g';

/** Advice on modules of which nothing but addresses can be told: how to get at their names, lines and variables. */
export function adviceOn({modules}: Traceback): readonly Advice[] {
  const bare = modules.filter(({hasDebugInfo}) => !hasDebugInfo);
  const others = bare.filter(one => !isExtension(one));
  const installed = bare.filter(one => isExtension(one) && isInstalled(one));
  const own = bare.filter(one => isExtension(one) && !isInstalled(one));
  return [
    ...advice(
      others,
      `pyxdbg symbols fetch ${shellLine(others.slice(0, MAX_NAMED).map(({path}) => path))}`,
      OF_OTHERS,
    ),
    ...advice(own, 'pyxdbg build --debug --inplace', 'same ABI; nothing else to rebuild'),
    ...advice(installed, 'pyxdbg build --debug --editable', "in the project's sources; same ABI"),
  ];
}

function advice(modules: Traceback['modules'], command: string, remark: string): readonly Advice[] {
  if (modules.length === 0) return [];
  const names = modules.slice(0, MAX_NAMED).map(({path}) => baseName(path).split('.', 1)[0] ?? path);
  const more = modules.length - names.length;
  const all = more > 0 ? [...names, `${more} more`] : names;
  const whole = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
  return [
    {
      text: `${whole} ${all.length > 1 ? 'have' : 'has'} no debug information: no C names, lines or variables.`,
      command,
      remark,
    },
  ];
}

/** Whether it is what `pyxdbg build` makes, and no program, nor a library that modules link to. */
function isExtension({path}: {readonly path: string}): boolean {
  const name = baseName(path);
  return /\.(?:so|pyd)$/.test(name) && !name.startsWith('lib');
}

/** Whether a module was installed, and does not lie in the project that it is built from. */
function isInstalled({path}: {readonly path: string}): boolean {
  return /[\\/](?:site|dist)-packages[\\/]/.test(path);
}
