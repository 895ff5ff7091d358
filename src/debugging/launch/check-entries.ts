import type {LaunchSchemas} from '../../toolchains/launch-schemas.ts';
import {checkConfiguration, checkObject} from './check-keys.ts';
import {type LaunchFinding, WRITE_ANEW} from './check-model.ts';
import {WORKSPACE} from './expressions.ts';
import {OWN_NAME} from './model.ts';

type Entry = Readonly<Record<string, unknown>>;

/** Parsed files of VS Code's. */
export interface VscodeValues {
  readonly launch: unknown;
  readonly tasks: unknown;
}

/** What is known of the machine. */
export interface EntryWorld {
  readonly schemas: LaunchSchemas;
  readonly workspace: string;
  exists(path: string): boolean;
}

/** Keys whose values are paths of files and folders. */
const PATH_KEYS = ['program', 'python', 'cwd', 'miDebuggerPath'];

const LAUNCH = '.vscode/launch.json';
const TASKS = '.vscode/tasks.json';

/** What is wrong with our entries in launch.json and tasks.json, as they stand there. */
export function checkEntries({launch, tasks}: VscodeValues, world: EntryWorld): readonly LaunchFinding[] {
  const {schemas} = world;
  const configurations = listOf(launch, 'configurations');
  const names = new Set(configurations.map(each => each['name']));
  const labels = new Set(listOf(tasks, 'tasks').map(each => each['label']));
  const inputs = new Set(listOf(launch, 'inputs').map(each => each['id']));
  const compounds = listOf(launch, 'compounds').filter(isOurs);
  const own = configurations.filter(isOurs);
  const needsTask = (entry: Entry): readonly string[] => {
    const task = entry['preLaunchTask'];
    return task === undefined || labels.has(task)
      ? []
      : [`starts with the task ${JSON.stringify(task)}, which tasks.json has not`];
  };
  return [
    ...own.flatMap(entry =>
      finding(LAUNCH, entry, [
        ...checkConfiguration(entry, schemas),
        ...missingPaths(entry, world),
        ...needsTask(entry),
        ...inputsOf(entry)
          .filter(id => !inputs.has(id))
          .map(id => `asks for the input ${id}, which is not there`),
      ]),
    ),
    ...compounds.flatMap(entry =>
      finding(LAUNCH, entry, [
        ...checkObject(entry, schemas.compound, {}),
        ...textsOf(entry['configurations'])
          .filter(name => !names.has(name))
          .map(name => `starts ${JSON.stringify(name)}, which is not there`),
        ...needsTask(entry),
      ]),
    ),
    ...listOf(launch, 'inputs')
      .filter(({id}) => String(id).startsWith('pyxdbg-'))
      .flatMap(entry => finding(LAUNCH, entry, checkObject(entry, schemas.input, {}))),
    ...listOf(tasks, 'tasks')
      .filter(isOurs)
      .flatMap(entry => finding(TASKS, entry, checkObject(entry, schemas.task, {}))),
  ];
}

/** Files that an entry names and that are not there; what holds another variable is not known before F5. */
function missingPaths(entry: Entry, {workspace, exists}: EntryWorld): readonly string[] {
  const named = [
    ...PATH_KEYS.flatMap(key => textsOf([entry[key]])),
    ...textsOf(entry['args']).filter(word => word.startsWith(`${WORKSPACE}/`)),
    ...commandsOf(entry).flatMap(text => /\$\{workspaceFolder\}\/[^"]*/.exec(text) ?? []),
  ];
  return [...new Set(named)]
    .map(text => text.replaceAll(WORKSPACE, () => workspace))
    .filter(path => !path.includes('${') && /[\\/]/.test(path) && !exists(path))
    .map(path => `names ${path}, which is not there`);
}

/** Commands for a debugger, which read files of ours. */
function commandsOf({setupCommands, initCommands}: Entry): readonly string[] {
  const setup = Array.isArray(setupCommands) ? setupCommands.map((each: Entry | null) => each?.['text']) : [];
  return textsOf([...setup, ...textsOf(initCommands)]);
}

function inputsOf(entry: Entry): readonly string[] {
  return [...JSON.stringify(entry).matchAll(/\$\{input:([^}]+)\}/g)].map(([, id = '']) => id);
}

function finding(where: string, entry: Entry, problems: readonly string[]): readonly LaunchFinding[] {
  const name = String(entry['name'] ?? entry['label'] ?? entry['id']);
  return [...new Set(problems)].map(problem => ({where, entry: name, problem, cure: WRITE_ANEW}));
}

function isOurs(entry: Entry): boolean {
  return String(entry['name'] ?? entry['label']).startsWith(OWN_NAME);
}

function listOf(file: unknown, key: string): readonly Entry[] {
  const list: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, key) : null;
  return Array.isArray(list) ? list.filter(each => typeof each === 'object' && each !== null) : [];
}

function textsOf(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.filter(each => typeof each === 'string') : [];
}
