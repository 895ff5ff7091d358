import {settable} from '../../symbols/handover/one-line.ts';
import {visualStudioSettings} from '../../symbols/handover/visual-studio.ts';
import {OWN_NAME} from './model.ts';
import {VS_FOLDER, type VsFacts, vcxproj, vcxprojUser} from './vs-project.ts';
import type {EditorFile} from './vscode.ts';
import {variablesOf} from './vscode-python.ts';
import {batchLine, commandWord} from './windows-words.ts';

/** Where the folder view of Visual Studio looks for what to start. */
export const VS_LAUNCH = '.vs/launch.vs.json';

/** The files of ours alone: a project, what it starts, and a batch file that needs no project. */
export function vsFiles(facts: VsFacts): readonly {readonly path: string; readonly text: string}[] {
  const base = `${VS_FOLDER}/${facts.name.replaceAll(/[^\w.-]/g, '_')}`;
  return [
    {path: `${base}.vcxproj`, text: crlf(vcxproj(facts))},
    {path: `${base}.vcxproj.user`, text: crlf(vcxprojUser(facts))},
    {path: `${base}.cmd`, text: crlf(debugExe(facts))},
  ];
}

/** Entries of the folder view: native, and both languages at once for the Pythons that Visual Studio can do that with. */
export function vsLaunch(facts: VsFacts, mixedVersions: readonly string[]): EditorFile {
  const {interpreter, target} = facts;
  const words =
    target.kind === 'module' ? ['-m', target.name, ...target.args] : [scriptOf(facts), ...target.args];
  const native = {
    name: `${OWN_NAME}native`,
    type: 'default',
    debugType: 'native',
    project: interpreter.program,
    projectTarget: '',
    args: words,
    currentDir: WORKSPACE_ROOT,
    env: variablesOf(facts),
  };
  const canMix = mixedVersions.includes(interpreter.version.join('.')) && target.kind === 'script';
  const mixed = {
    name: `${OWN_NAME}Python + native`,
    type: 'python',
    nativeDebug: true,
    interpreter: interpreter.program,
    project: target.kind === 'script' ? target.path : '',
    projectTarget: '',
    scriptArguments: target.args.map(commandWord).join(' '),
    workingDirectory: WORKSPACE_ROOT,
    env: variablesOf(facts),
  };
  return {
    path: VS_LAUNCH,
    skeleton: {version: '0.2.1', defaults: {}, configurations: []},
    lists: [{key: 'configurations', nameKey: 'name', entries: canMix ? [native, mixed] : [native]}],
  };
}

/** Visual Studio's own variable for the folder that is open. */
const WORKSPACE_ROOT = `$${'{workspaceRoot}'}`;

/** `devenv /DebugExe`: the rest of its line is the program's. */
function debugExe(facts: VsFacts): string {
  const {interpreter, target} = facts;
  const words =
    target.kind === 'module' ? ['-m', target.name, ...target.args] : [scriptOf(facts), ...target.args];
  const sets = Object.entries(variablesOf(facts)).map(([key, value]) => {
    const text = settable(`${key}=${value}`, 'a batch file', '"').replaceAll('%', '%%');
    return `@set "${text}"`;
  });
  return [
    '@rem By `pyxdbg launch-config`, which writes it anew. Starts Python under Visual Studio, without a project.',
    '@setlocal',
    `@cd /d "${rootOf(facts)}"`,
    ...sets,
    ...visualStudioSettings(facts.symbols),
    '@set "DEVENV=devenv"',
    // Where Visual Studio's installer always is; it knows the newest devenv.
    '@set "WHERE=%ProgramFiles(x86)%\\Microsoft Visual Studio\\Installer\\vswhere.exe"',
    '@if exist "%WHERE%" for /f "usebackq delims=" %%I in (`"%WHERE%" -latest -property productPath`) do @set "DEVENV=%%I"',
    `@"%DEVENV%" /DebugExe ${batchLine([interpreter.program, ...words])}`,
    '',
  ].join('\n');
}

/** The folder by its name, which Wine's cmd.exe finds with a percent sign in it, too; by the file's on another system. */
function rootOf({system, workspace}: VsFacts): string {
  return system === 'win32' ? settable(workspace, 'a batch file', '"').replaceAll('%', '%%') : '%~dp0..\\..';
}

function scriptOf({target, workspace}: VsFacts): string {
  if (target.kind !== 'script') return '';
  const path = target.path.replaceAll('/', '\\');
  if (path.startsWith('${')) return `${workspace}\\start.py`;
  return /^(?:[A-Za-z]:\\|\\\\)/.test(path) ? path : `${workspace}\\${path}`;
}

/** As Visual Studio writes its files. */
function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
