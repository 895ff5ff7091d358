import {CI_SYSTEMS, PATCHES} from '../project/init-model.ts';
import {boolean, option, string} from './flags.ts';

const what = {helpGroup: 'project'} as const;
const fresh = {helpGroup: 'new project'} as const;
const how = {helpGroup: 'change'} as const;

/** The options of `pyxdbg init`. */
export const initFlags = {
  patch: option({options: PATCHES})({
    ...what,
    description: 'let PYXDBG_DEBUG=1 build for debugging; off without it [default: ask, or none]',
  }),
  ci: option({options: CI_SYSTEMS})({
    ...what,
    description: 'check wheels in this CI [default: what the project has]',
  }),
  editor: option({options: ['vscode', 'vs', 'none'] as const})({
    ...what,
    description: 'write launch configurations for it, as launch-config does [default: ask, or none]',
  }),
  template: option({options: ['c', 'c++', 'cython', 'pybind11'] as const})({
    ...fresh,
    description: 'in an empty folder: begin a project',
  }),
  backend: option({options: ['setuptools', 'meson-python'] as const})({
    ...fresh,
    description: 'what builds it [default: setuptools]',
  }),
  name: string({...fresh, description: "the project's name [default: that of the folder]"}),
  'dry-run': boolean({...how, description: 'show what would change, and change nothing'}),
  yes: boolean({...how, char: 'y', description: 'ask nothing'}),
  undo: boolean({
    ...how,
    exclusive: ['patch', 'ci', 'editor', 'template', 'backend', 'name'],
    description: 'take back what init wrote, and nothing else',
  }),
  quiet: boolean({...how, char: 'q', description: 'show errors only'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...how,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
