/**
 * Makes templates/runtime/walker/layouts/: where CPython's structures hold what the walker reads.
 *
 * `node scripts/tables/cpython-layouts.ts INCLUDE_DIR...`, each a folder such as `include/python3.13` of an installed
 * CPython. layout-probe.c is compiled with its headers and run: `table-X.Y.json`; from 3.13 on once more as a
 * free-threaded build (`table-X.Yt.json`), and the fields of `struct _Py_DebugOffsets` are listed in their order
 * (`debug-offsets-X.Y.json`), which is another one in each minor version. Needs cc; CPATH names further folders of
 * headers, such as Debian's with its pyconfig.h.
 *
 * With `--windows` first, the folders are `include` of Windows Pythons (scripts/windows-pythons.ts), MinGW compiles and
 * Wine runs: `table-X.Y-windows.json`. Needs x86_64-w64-mingw32-gcc, whose structures are laid out as MSVC's are
 * (-mms-bitfields is its default), and wine64.
 */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

const WALKER = fileURLToPath(new URL('../../templates/runtime/walker/', import.meta.url));
const LAYOUTS = join(WALKER, 'layouts');

/** What the probe prints for these headers. */
export async function probe(includeDir: string, words: readonly string[] = []): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-layouts-'));
  try {
    const program = join(folder, 'probe');
    await execa('cc', [
      ...['-w', ...words, '-I', includeDir, '-I', join(includeDir, 'internal')],
      ...['-o', program, join(WALKER, 'layout-probe.c')],
    ]);
    return (await execa(program)).stdout;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The same for a Windows Python; `wine` runs what was compiled. */
async function probeWindows(includeDir: string, wine: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-layouts-'));
  try {
    const program = join(folder, 'probe.exe');
    const words = ['-w', '-I', includeDir, '-I', join(includeDir, 'internal'), '-o', program];
    await execa('x86_64-w64-mingw32-gcc', [...words, join(WALKER, 'layout-probe.c')]);
    const env = {WINEDEBUG: '-all', DISPLAY: '', WINEDLLOVERRIDES: 'mscoree,mshtml='};
    const {stdout} = await execa(wine, [program], {env, stdin: 'ignore'});
    return stdout.replaceAll('\r\n', '\n');
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The fields of `struct _Py_DebugOffsets` in a header, in their order: `version`, `runtime_state.size`, ... */
export function debugOffsetsFields(header: string): readonly string[] {
  const [, body = ''] =
    /typedef struct _Py_DebugOffsets \{([\s\S]*?)\n\} _Py_DebugOffsets;/.exec(header) ?? [];
  const fields: string[] = [];
  let pending: string[] = [];
  let isInside = false;
  for (const line of body.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '').split('\n')) {
    const field = /^\s*uint64_t (\w+);/.exec(line)?.[1];
    const end = /^\s*\} (\w+);/.exec(line)?.[1];
    if (/^\s*struct \w+\s*\{/.test(line)) isInside = true;
    else if (end !== undefined) {
      fields.push(...pending.map(name => `${end}.${name}`));
      pending = [];
      isInside = false;
    } else if (field !== undefined) (isInside ? pending : fields).push(field);
  }
  return fields;
}

if (import.meta.main && process.argv[2] === '--windows') {
  for (const includeDir of process.argv.slice(3)) {
    const [, version = ''] = /python-(3\.\d+)\/include\/?$/.exec(includeDir) ?? [];
    const table = await probeWindows(includeDir, '/usr/lib/wine/wine64');
    writeFileSync(join(LAYOUTS, `table-${version}-windows.json`), `${table}\n`);
  }
} else if (import.meta.main) {
  for (const includeDir of process.argv.slice(2)) {
    const [, version = ''] = /python(3\.\d+)t?\/?$/.exec(includeDir) ?? [];
    const minor = Number(version.slice(2));
    writeFileSync(join(LAYOUTS, `table-${version}.json`), `${await probe(includeDir)}\n`);
    if (minor < 13) continue;
    writeFileSync(
      join(LAYOUTS, `table-${version}t.json`),
      `${await probe(includeDir, ['-DPy_GIL_DISABLED=1'])}\n`,
    );
    const internal = join(includeDir, 'internal');
    const header = readdirSync(internal)
      .filter(name => name.endsWith('.h'))
      .map(name => readFileSync(join(internal, name), 'utf8'))
      .find(text => text.includes('typedef struct _Py_DebugOffsets {'));
    if (header === undefined) throw new Error(`${internal} does not define _Py_DebugOffsets`);
    writeFileSync(
      join(LAYOUTS, `debug-offsets-${version}.json`),
      `${JSON.stringify(debugOffsetsFields(header), null, 2)}\n`,
    );
  }
}
