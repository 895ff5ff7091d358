import {type Check, ok, warning} from './model.ts';

/** Variables that change what a debugger, a compiler or Python does, and what they do. */
const HURTING: readonly {readonly name: RegExp; readonly why: string}[] = [
  {name: /^PYTHONHOME$/, why: 'gives every Python the library of one'},
  {name: /^PYTHONMALLOC$/, why: 'changes how memory is handled, so that errors show elsewhere'},
  {name: /^LD_PRELOAD$/, why: 'loads a library into every program'},
  {name: /^DYLD_INSERT_LIBRARIES$/, why: 'loads a library into every program'},
  {name: /^LD_LIBRARY_PATH$/, why: 'may give a program another libpython'},
  {name: /^_?(?:CL|LINK)_?$/, why: 'adds options to every call of the compiler'},
];

/** Which of them are set; those of debuggers' own are taken away from them, but the user should know. */
export function checkVariables(env: Readonly<Record<string, string | undefined>>): Check {
  const found = Object.entries(env).flatMap(([name, value]) => {
    const one = HURTING.find(entry => entry.name.test(name));
    return one && value ? [`${name} ${one.why}`] : [];
  });
  return found.length === 0
    ? ok('environment', 'no variable that gets in the way')
    : warning('environment', found.join('; '), 'unset what is not meant');
}
