import type {BinaryFacts} from '../binary/facts.ts';
import {type FileTag, isModuleOnlyName} from '../python/file-tag.ts';
import {parsePythonLibrary} from '../python/python-dll.ts';
import {type PythonUse, usesPython} from '../python/python-use.ts';
import {initHooks, isCertainHook, ownHooks} from './init-hook.ts';
import type {Role} from './subject.ts';
import {baseName} from './wording.ts';

/**
 * What a binary is for: `module` where it has an extension module's name and either an initialisation function or
 * imports of the Python API. A Python library is the interpreter; python.exe is an executable like others.
 */
export function roleOf(path: string, facts: BinaryFacts, use: PythonUse, fileTag: FileTag | null): Role {
  const name = baseName(path);
  if (parsePythonLibrary(name)) return 'interpreter';
  if (isExecutable(facts, name)) return 'executable';
  if (!fileTag) return 'library';
  const hooks = initHooks(facts);
  const own = ownHooks(fileTag, path);
  // `init*` is a common name for a function: on its own it makes no module of a library.
  if (hooks.some(hook => own.includes(hook) && (isCertainHook(hook) || usesPython(use)))) return 'module';
  if (isModuleOnlyName(fileTag))
    return hooks.some(isCertainHook) || usesPython(use) || hasOwnInit(hooks, own) ? 'module' : 'library';
  if (name.startsWith('lib')) return 'library';
  return hooks.some(isCertainHook) || (hooks.length > 0 && startsPython2Module(use)) ? 'module' : 'library';
}

function hasOwnInit(hooks: readonly string[], own: readonly string[]): boolean {
  return hooks.some(hook => own.includes(hook));
}

/** Only a module of Python 2 calls this function (Py_InitModule4_64, Py_InitModule4TraceRefs, ...; modsupport.h). */
function startsPython2Module({names}: PythonUse): boolean {
  return names.some(({name}) => name.startsWith('Py_InitModule'));
}

function isExecutable(facts: BinaryFacts, name: string): boolean {
  switch (facts.format) {
    case 'pe':
      return !facts.isDll;
    case 'elf':
      // A position-independent executable is of type DYN too; libraries with an entry point (libc) have a soname.
      return (
        facts.type === 'executable' ||
        (facts.interpreter !== null && facts.soname === null && !/\.so(\.|$)/.test(name))
      );
    case 'macho':
      return facts.slices.every(slice => slice.type === 'executable');
  }
}
