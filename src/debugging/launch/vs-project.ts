import {element, textElement} from '../../report/xml.ts';
import type {LaunchFacts} from './model.ts';
import {variablesOf} from './vscode-python.ts';
import {batchLine, commandWord, msbuildText} from './windows-words.ts';

/** What a project of Visual Studio's is made from, besides. */
export interface VsFacts extends LaunchFacts {
  /** As Visual Studio names the interpreter's architecture. */
  readonly platform: 'x64' | 'Win32' | 'ARM64';
  /** C and C++ files relative to the workspace, with `/`: for its editor. */
  readonly sources: readonly string[];
  /** The folder of Python.h, where it is known. */
  readonly include: string | null;
}

/** Where the project is, seen from the workspace: files that Visual Studio makes beside it stay out of the way. */
export const VS_FOLDER = '.pyxdbg/vs';

const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const NAMESPACE = {xmlns: 'http://schemas.microsoft.com/developer/msbuild/2003'};

/** The workspace from the project's folder; `$(ProjectDir)` ends in a backslash. */
const ROOT = '$(ProjectDir)..\\..';

/** Debug is the build that can be debugged; Release is the project's own, to see whether a bug is there too. */
const CONFIGURATIONS = [
  {name: 'Debug', words: ['build', '--debug']},
  {name: 'Release', words: ['build']},
] as const;

/** A Makefile project: Visual Studio builds by calling pyxdbg. */
export function vcxproj(facts: VsFacts): string {
  const {platform, name, sources, include} = facts;
  const property = (key: string, text: string): string => textElement(key, {}, text);
  const importOf = (file: string): string => element('Import', {Project: `$(VCTargetsPath)\\${file}`}, []);
  return `${XML}${element('Project', {DefaultTargets: 'Build', ...NAMESPACE}, [
    element(
      'ItemGroup',
      {Label: 'ProjectConfigurations'},
      CONFIGURATIONS.map(configuration =>
        element('ProjectConfiguration', {Include: `${configuration.name}|${platform}`}, [
          property('Configuration', configuration.name),
          property('Platform', platform),
        ]),
      ),
    ),
    element('PropertyGroup', {Label: 'Globals'}, [
      property('ProjectGuid', guidOf(name)),
      property('ProjectName', msbuildText(name)),
      property('Keyword', 'MakeFileProj'),
    ]),
    importOf('Microsoft.Cpp.Default.props'),
    element('PropertyGroup', {Label: 'Configuration'}, [
      property('ConfigurationType', 'Makefile'),
      // The release C runtime: a debug build of pyxdbg keeps it.
      property('UseDebugLibraries', 'false'),
      property('PlatformToolset', '$(DefaultPlatformToolset)'),
    ]),
    importOf('Microsoft.Cpp.props'),
    ...CONFIGURATIONS.map(configuration => {
      const build = buildLine(facts, configuration.words);
      return element('PropertyGroup', conditionOf(configuration.name, facts), [
        property('NMakeBuildCommandLine', build),
        property('NMakeReBuildCommandLine', build),
        property('NMakeCleanCommandLine', 'rem Nothing to clean: a build makes everything anew.'),
        property('NMakeOutput', msbuildText(facts.interpreter.program)),
        ...(include === null
          ? []
          : [property('NMakeIncludeSearchPath', `${msbuildText(include)};$(NMakeIncludeSearchPath)`)]),
      ]);
    }),
    element(
      'ItemGroup',
      {},
      sources.map(path =>
        element(itemOf(path), {Include: `..\\..\\${msbuildText(path.replaceAll('/', '\\'))}`}, []),
      ),
    ),
    importOf('Microsoft.Cpp.targets'),
  ])}\n`;
}

/** What F5 starts: a group for each configuration, else Visual Studio would try to start the module. */
export function vcxprojUser(facts: VsFacts): string {
  const {interpreter, target} = facts;
  const words = target.kind === 'module' ? ['-m', target.name] : [windowsScript(facts)];
  const variables = Object.entries(variablesOf(facts)).map(([key, value]) => msbuildText(`${key}=${value}`));
  const line = [
    ...words.map((word, at) =>
      at === 0 && target.kind === 'script' ? `"${word}"` : msbuildText(commandWord(word)),
    ),
    ...target.args.map(word => msbuildText(commandWord(word))),
  ].join(' ');
  return `${XML}${element(
    'Project',
    {ToolsVersion: 'Current', ...NAMESPACE},
    CONFIGURATIONS.map(({name}) =>
      element('PropertyGroup', conditionOf(name, facts), [
        textElement('LocalDebuggerCommand', {}, msbuildText(interpreter.program)),
        textElement('LocalDebuggerCommandArguments', {}, line),
        textElement('LocalDebuggerWorkingDirectory', {}, ROOT),
        textElement('LocalDebuggerEnvironment', {}, [...variables, '$(LocalDebuggerEnvironment)'].join('\n')),
        textElement('LocalDebuggerDebuggerType', {}, 'NativeOnly'),
        textElement('DebuggerFlavor', {}, 'WindowsLocalDebugger'),
      ]),
    ),
  )}\n`;
}

function windowsScript({target}: VsFacts): string {
  if (target.kind !== 'script') return '';
  const path = target.path.replaceAll('/', '\\');
  // Of a file that is open Visual Studio knows nothing here.
  if (path.startsWith('${')) return `${ROOT}\\start.py`;
  return /^(?:[A-Za-z]:\\|\\\\)/.test(path) ? msbuildText(path) : `${ROOT}\\${msbuildText(path)}`;
}

function buildLine({interpreter}: VsFacts, words: readonly string[]): string {
  const python =
    interpreter.executable === interpreter.program && !/[\\/]/.test(interpreter.program)
      ? []
      : ['--python', interpreter.executable];
  // npm's pyxdbg is a batch file itself: without `call` the line would end with it.
  return `cd /d "${ROOT}" && ${msbuildText(`call pyxdbg ${batchLine([...words, ...python])}`)}`;
}

function conditionOf(configuration: string, {platform}: VsFacts): {readonly Condition: string} {
  return {Condition: `'$(Configuration)|$(Platform)'=='${configuration}|${platform}'`};
}

function itemOf(path: string): string {
  return /\.(?:h|hh|hpp|hxx)$/i.test(path) ? 'ClInclude' : 'ClCompile';
}

/** The same for the same name, so that a second run changes nothing; from FNV-1a, since it proves nothing. */
function guidOf(name: string): string {
  let digits = '';
  for (let round = 0; round < 4; round++) {
    let hash = 0x811c9dc5 ^ round;
    for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  const at = [0, 8, 12, 16, 20, 32] as const;
  const parts = at.slice(1).map((end, index) => digits.slice(at[index], end));
  return `{${parts.join('-').toUpperCase()}}`;
}
