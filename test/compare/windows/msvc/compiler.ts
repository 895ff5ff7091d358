import {existsSync, readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {unixPath} from './paths.ts';

/** What one call of a tool is to do, and what it says of it. */
export interface Translated {
  readonly commands: readonly (readonly string[])[];
  readonly remarks: readonly string[];
}

const TARGET = [
  '--target=x86_64-w64-windows-gnu',
  '-c',
  ...['-D_UCRT', '-D_MT', '-D__USE_MINGW_ANSI_STDIO=0'],
  // Both would call into MinGW's support library.
  ...['-fno-stack-protector', '-mno-stack-arg-probe'],
];
const OPTIMISATION: Readonly<Record<string, string>> = {Od: '-O0', O1: '-Os', O2: '-O2', Ox: '-O2'};

/** Options of cl that clang needs not to know, by how they begin. */
const WITHOUT_EFFECT = /^(?:c|nologo|FS|utf-8|bigobj|W|EH|GL|Ob|Zc)/;

/** Splits the value of CL or _CL_, in which quotation marks hold blanks together. */
export const splitVariable = (value: string): readonly string[] =>
  (value.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map(option => option.replaceAll('"', ''));

/**
 * What cl would do, as commands of clang. Kept from the real one: of /O and of /M the last wins and says so (D9025),
 * /MDd and /MTd define _DEBUG, pyconfig.h then asks the linker for pythonXY_d.lib, /Zi writes types to a PDB of its own.
 */
export const translateCompile = async (
  args: readonly string[],
  cwd: string,
  include: string,
  prefix: string,
): Promise<Translated> => {
  const remarks: string[] = [];
  const options: string[] = [];
  const includes: string[] = [];
  const sources: string[] = [];
  const last = {O: '', M: ''};
  let object = '';
  let typePdb = 'vc140.pdb';
  let debug = '';
  const pending = [...args];
  const value = (attached: string): string => attached || (pending.shift() ?? '');
  for (let arg = pending.shift(); arg !== undefined; arg = pending.shift()) {
    if (!/^[-/]/.test(arg) || existsSync(arg)) {
      sources.push(arg);
      continue;
    }
    const name = arg.slice(1);
    const group = /^O[d12x]$/.test(name) ? 'O' : /^M[DT]d?$/.test(name) ? 'M' : null;
    if (group !== null) {
      if (last[group] !== '' && last[group] !== name) {
        remarks.push(`cl : Command line warning D9025 : overriding '/${last[group]}' with '/${name}'`);
      }
      last[group] = name;
    } else if (/^Z[7iI]$/.test(name)) debug = name;
    else if (name.startsWith('I')) includes.push(unixPath(value(name.slice(1)), prefix));
    else if (/^[DU]/.test(name)) options.push(`-${name[0]}${value(name.slice(1))}`);
    else if (/^T[cp]/.test(name)) sources.push(value(name.slice(2)));
    else if (name.startsWith('Fo')) object = unixPath(value(name.slice(2)), prefix);
    else if (name.startsWith('Fd')) typePdb = unixPath(value(name.slice(2)), prefix);
    else if (!WITHOUT_EFFECT.test(name)) {
      remarks.push(`cl : Command line warning D9002 : ignoring unknown option '${arg}'`);
    }
  }
  if (last.M.endsWith('d')) options.push('-D_DEBUG');
  if (last.M.startsWith('MD')) options.push('-D_DLL');
  if (/^Z[iI]$/.test(debug)) await writeFile(resolve(cwd, typePdb), 'types stay in the objects here\n');
  const library = pythonLibrary(includes, options.includes('-D_DEBUG'));
  const commands = sources.map(source => [
    'clang-16',
    ...TARGET,
    OPTIMISATION[last.O] ?? '-O0',
    // Sources are recorded as the Windows program knows them: this machine's root is Wine's drive Z.
    ...(debug === '' ? [] : ['-g', '-gcodeview', '-fdebug-prefix-map=/=Z:/']),
    ...(library === null ? [] : ['-Xclang', `--dependent-lib=${library}`]),
    ...options,
    ...[...includes, ...include.split(';').filter(Boolean)].map(folder => `-I${unixPath(folder, prefix)}`),
    ...['-o', object || `${basename(source).replace(/\.\w+$/, '')}.obj`, unixPath(source, prefix)],
  ]);
  return {commands, remarks: [...remarks, ...sources.map(source => basename(unixPath(source, prefix)))]};
};

/** What pyconfig.h asks of Microsoft's linker by `#pragma comment(lib)`; clang for MinGW does not see it. */
const pythonLibrary = (includes: readonly string[], isDebug: boolean): string | null => {
  const header = includes.map(folder => join(folder, 'patchlevel.h')).find(path => existsSync(path));
  if (header === undefined) return null;
  const text = readFileSync(header, 'utf8');
  const number = (name: string): string =>
    new RegExp(`#define PY_${name}_VERSION\\s+(\\d+)`).exec(text)?.[1] ?? '';
  return `python${number('MAJOR')}${number('MINOR')}${isDebug ? '_d' : ''}.lib`;
};

/** What link would do, as a command of lld-link, which reads LINK and _LINK_ by itself as link does. */
export const translateLink = (
  args: readonly string[],
  libraries: readonly string[],
  prefix: string,
): Translated => {
  const mapped = args.map(arg => {
    const [, option, path] = /^([-/](?:OUT|IMPLIB|PDB|LIBPATH|DEF|MANIFESTFILE):)(.*)$/i.exec(arg) ?? [];
    if (option !== undefined && path !== undefined) return option + unixPath(path, prefix);
    return /^[-/]/.test(arg) ? arg : unixPath(arg, prefix);
  });
  return {commands: [['lld-link-16', ...mapped, ...libraries]], remarks: []};
};
