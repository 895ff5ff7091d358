/**
 * Makes templates/runtime/walker/layouts/: where CPython's structures hold what the walker reads.
 *
 * `node scripts/tables/cpython-layouts.ts INCLUDE_DIR...`, each a folder such as `include/python3.13` of an installed
 * CPython. layout-probe.c is compiled with its headers: `table-X.Y.json`; from 3.13 on once more as a free-threaded
 * build (`table-X.Yt.json`), and the fields of `struct _Py_DebugOffsets` are listed in their order
 * (`debug-offsets-X.Y.json`), which is another one in each minor version. Needs cc; CPATH names further folders of
 * headers, such as Debian's with its pyconfig.h.
 *
 * With `--windows` first, the folders are `include` of Windows Pythons (scripts/windows-pythons.ts), and MinGW compiles:
 * `table-X.Y-windows.json`. Needs x86_64-w64-mingw32-gcc, whose structures are laid out as MSVC's are
 * (-mms-bitfields is its default).
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {FIRST_WITH_DEBUG_OFFSETS, layoutFiles} from '../../src/debugging/layout/layout-files.ts';
import {type ProbedLayout, probedLayout} from '../../src/debugging/layout/probe-object.ts';
import {debugOffsetsIn} from '../../src/system/debugging/layout/compile-probe.ts';

const WALKER = fileURLToPath(new URL('../../templates/runtime/walker/', import.meta.url));
const LAYOUTS = join(WALKER, 'layouts');

/** What the probe says when it is compiled with these headers. */
async function probe(
  compiler: string,
  includeDir: string,
  words: readonly string[] = [],
): Promise<ProbedLayout> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-layouts-'));
  try {
    const object = join(folder, 'probe.o');
    const headers = ['-I', includeDir, '-I', join(includeDir, 'internal')];
    await execa(compiler, ['-w', '-c', ...words, ...headers, '-o', object, join(WALKER, 'layout-probe.c')]);
    const found = probedLayout(readFileSync(object));
    if (found === null) throw new Error(`${compiler} made no layout of ${includeDir}`);
    return found;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function write(files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) writeFileSync(join(LAYOUTS, name), text);
}

if (process.argv[2] === '--windows') {
  for (const includeDir of process.argv.slice(3))
    write(layoutFiles(await probe('x86_64-w64-mingw32-gcc', includeDir), [], true));
} else {
  for (const includeDir of process.argv.slice(2)) {
    const found = await probe('cc', includeDir);
    if (found.minor < FIRST_WITH_DEBUG_OFFSETS) {
      write(layoutFiles(found, []));
      continue;
    }
    const fields = debugOffsetsIn(includeDir);
    if (fields.length === 0) throw new Error(`${includeDir} does not define _Py_DebugOffsets`);
    write(layoutFiles(found, fields));
    write(layoutFiles(await probe('cc', includeDir, ['-DPy_GIL_DISABLED=1']), fields));
  }
}
