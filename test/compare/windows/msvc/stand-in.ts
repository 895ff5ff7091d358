import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {cp, mkdir, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {join, win32} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {splitVariable, type Translated, translateCompile, translateLink} from './compiler.ts';
import {unixPath, winePath} from './paths.ts';
import {ownPrefix} from './prefix.ts';

const execute = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

/** One call of a tool, as the Windows program got it. */
export interface ToolCall {
  /** `cl`, `link`. */
  readonly tool: string;
  readonly args: readonly string[];
  /** The values that the tool saw; empty where unset. */
  readonly variables: Readonly<Record<'CL' | '_CL_' | 'LINK' | '_LINK_', string>>;
  /** All that counts, in order: variable before, arguments, variable behind. */
  readonly all: readonly string[];
}

/** The last option of a kind, which is the one that counts. */
export const lastOption = (call: ToolCall | undefined, pattern: RegExp): string | undefined =>
  call?.all.findLast(option => pattern.test(option));

/** A Visual Studio that is none: its tools are one program that asks this process, which runs clang and lld. */
export interface StandIn {
  /** Variables of the build that lead setuptools to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The Wine prefix that it is installed in. */
  readonly prefix: string;
  /** The calls since the last time, without questions to vswhere. */
  takeCalls(): readonly ToolCall[];
  close(): Promise<void>;
}

/**
 * Lays out a Visual Studio below `folder` (absolute, without blanks: Wine 8's cmd does not cope with them) and answers
 * its tools. `python`: the folder of the Windows Python whose C runtime it links to.
 */
export const makeStandIn = async (folder: string, sharedPrefix: string, python: string): Promise<StandIn> => {
  const root = join(folder, 'vs');
  const prefix = join(folder, 'prefix');
  await layOut(await ownPrefix(sharedPrefix, prefix), root);
  const libraries = await runtimeLibraries(join(folder, 'libraries'), python);
  let calls: ToolCall[] = [];

  const answer = async (request: string): Promise<{status: number; output: string}> => {
    const [program = '', cwd = '', CL = '', _CL_ = '', LINK = '', _LINK_ = '', INCLUDE = '', , ...args] =
      request.split('\0').slice(0, -1);
    const tool = win32.basename(program.toLowerCase(), '.exe');
    if (tool === 'vswhere') return {status: 0, output: `${winePath(root)}\r\n`};
    const [before, behind] = tool === 'cl' ? [CL, _CL_] : tool === 'link' ? [LINK, _LINK_] : ['', ''];
    const all = [...splitVariable(before), ...args, ...splitVariable(behind)];
    calls.push({tool, args, variables: {CL, _CL_, LINK, _LINK_}, all});
    const place = unixPath(cwd, prefix);
    if (tool === 'cl') return run(await translateCompile(all, place, INCLUDE, prefix), place, {});
    if (tool === 'link') return run(translateLink(args, libraries, prefix), place, {LINK, _LINK_});
    return {status: 0, output: ''};
  };

  const server = createServer({allowHalfOpen: true}, socket => void serve(socket, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    environment: {STAND_IN_PORT: String(port)},
    prefix,
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
};

const serve = async (
  socket: Socket,
  answer: (request: string) => Promise<{status: number; output: string}>,
): Promise<void> => {
  let request = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) request += chunk;
  const {status, output} = await answer(request).catch(error => ({status: 99, output: String(error)}));
  socket.end(`${status}\n${output}`);
};

const run = async (
  {commands, remarks}: Translated,
  cwd: string,
  variables: Record<string, string>,
): Promise<{status: number; output: string}> => {
  const output = remarks.map(line => `${line}\r\n`);
  for (const [program = '', ...args] of commands) {
    const env = {...process.env, LINK: '', _LINK_: '', ...variables};
    const result = await execute(program, args, {cwd, env}).catch(error => error);
    output.push(result.stdout ?? '', result.stderr ?? '');
    if (result instanceof Error) return {status: 2, output: output.join('')};
  }
  return {status: 0, output: output.join('')};
};

const layOut = async (installed: string, root: string): Promise<void> => {
  const tools = join(root, 'VC', 'Tools', 'MSVC', '14.44.35207');
  const bin = join(tools, 'bin', 'HostX64', 'x64');
  const batch = join(root, 'VC', 'Auxiliary', 'Build');
  const installer = join(installed, 'Microsoft Visual Studio', 'Installer');
  for (const place of [bin, batch, installer]) await mkdir(place, {recursive: true});
  const tool = join(bin, 'cl.exe');
  await execute('x86_64-w64-mingw32-gcc', [
    ...['-O1', '-municode', '-o', tool, join(here, 'tool.c'), '-lws2_32'],
  ]);
  for (const name of ['link', 'lib', 'rc', 'mt']) await cp(tool, join(bin, `${name}.exe`));
  await cp(tool, join(installer, 'vswhere.exe'));
  const lines = [
    '@echo off',
    `set VCToolsVersion=14.44.35207`,
    `set PATH=${winePath(bin)};%PATH%`,
    'set INCLUDE=C:\\none',
    'set LIB=C:\\none',
  ];
  await writeFile(join(batch, 'vcvarsall.bat'), lines.map(line => `${line}\r\n`).join(''));
};

/** What the default libraries of /MD bring: the entry point, VCRUNTIME140.dll, the Universal C runtime. */
const runtimeLibraries = async (folder: string, python: string): Promise<readonly string[]> => {
  await mkdir(folder, {recursive: true});
  const start = join(folder, 'start.obj');
  const target = ['--target=x86_64-w64-windows-gnu', '-c'];
  await execute('clang-16', [...target, '-o', start, join(here, 'start.c')]);
  const {stdout} = await execute('llvm-readobj-16', ['--coff-exports', join(python, 'vcruntime140.dll')]);
  const names = [...stdout.matchAll(/^ {2}Name: (\S+)$/gm)].map(([, name]) => name);
  const runtime = join(folder, 'vcruntime.lib');
  await writeFile(`${runtime}.def`, `LIBRARY VCRUNTIME140.dll\nEXPORTS\n${names.join('\n')}\n`);
  await execute('llvm-dlltool-16', ['-m', 'i386:x86-64', '-d', `${runtime}.def`, '-l', runtime]);
  return [start, runtime, '/usr/x86_64-w64-mingw32/lib/libucrt.a'];
};
