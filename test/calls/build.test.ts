import {execFileSync} from 'node:child_process';
import {appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import * as v from 'valibot';
import {build} from '../../src/calls/build.ts';
import {UserError} from '../../src/errors.ts';
import {buildJsonSchema} from '../../src/report/build-json-schema.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const isThere = ['gcc', 'readelf', 'python3'].every(name => toolNamed(name) !== null);
const withGcc = isThere && process.platform === 'linux' ? test.serial : test.skip;

/** A backend of the project's own (PEP 517), which calls the compiler with options against debugging. */
const BACKEND = `
import os, subprocess, sysconfig, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    module = "demo" + sysconfig.get_config_var("EXT_SUFFIX")
    include = "-I" + sysconfig.get_path("include")
    subprocess.check_call(["gcc", "-DNDEBUG", "-O3", "-flto", "-g0", "-fPIC", include, "-c", "demo.c", "-o", "demo.o"])
    subprocess.check_call(["gcc", "-shared", "-flto", "-s", "demo.o", "-o", module])
    subprocess.check_call(["strip", module])
    tag = "cp%s-cp%s-linux_x86_64" % ((sysconfig.get_config_var("py_version_nodot"),) * 2)
    name = "demo-1.0-%s.whl" % tag
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.write(module)
        wheel.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: %s\\n" % tag)
        wheel.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: demo\\nVersion: 1.0\\n")
        wheel.writestr("demo-1.0.dist-info/RECORD", "")
    return name
`;

const MODULE = `#include <Python.h>
#include <assert.h>
static PyObject *twice(PyObject *self, PyObject *arg) {
    (void)self;
    assert(arg != NULL);
    return PyNumber_Add(arg, arg);
}
static PyMethodDef methods[] = {{"twice", twice, METH_O, 0}, {0, 0, 0, 0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "demo", 0, -1, methods, 0, 0, 0, 0};
PyMODINIT_FUNC PyInit_demo(void) { return PyModule_Create(&module); }
`;

function project(requires: readonly string[] = []): string {
  const folder = join(temporaryFolder(), 'a project');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'pyproject.toml'),
    `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "demo"\nversion = "1.0"\n`,
  );
  writeFileSync(join(folder, 'backend.py'), BACKEND);
  writeFileSync(join(folder, 'demo.c'), MODULE);
  return folder;
}

const flags = {
  debug: true,
  assertions: false,
  python: 'python3',
  inplace: false,
  editable: false,
  wheel: true,
  'install-requirements': false,
  'dry-run': false,
  json: false,
  verbose: false,
  quiet: true,
  color: 'never',
} as const;

/** The module out of the one wheel that a build made. */
function moduleOf(folder: string): string {
  const out = join(folder, '.pyxdbg', 'dist');
  const [wheel = ''] = readdirSync(out);
  const place = join(temporaryFolder(), 'unpacked');
  execFileSync('python3', ['-m', 'zipfile', '-e', join(out, wheel), place]);
  return join(place, readdirSync(place).find(name => name.endsWith('.so')) ?? '');
}

const producer = (file: string): string =>
  /DW_AT_producer.*: (GNU C.*)/.exec(
    execFileSync('readelf', ['--debug-dump=info', file], {encoding: 'latin1'}),
  )?.[1] ?? '';

test.afterEach(() => {
  process.exitCode = 0;
});

withGcc('a project that optimises, strips and asks for LTO is built for debugging', async t => {
  const folder = project();
  await build(folder, flags);
  t.is(process.exitCode, 0);
  const module = moduleOf(folder);
  t.regex(producer(module), / -g3 .*-O0 .*-fno-lto/);
  const undefinedNames = execFileSync('readelf', ['--dyn-syms', '-W', module], {encoding: 'latin1'});
  // NDEBUG stays as the project has it.
  t.notRegex(undefinedNames, /__assert_fail/);
});

withGcc('--assertions compiles assert()', async t => {
  const folder = project();
  await build(folder, {...flags, assertions: true});
  t.regex(
    execFileSync('readelf', ['--dyn-syms', '-W', moduleOf(folder)], {encoding: 'latin1'}),
    /__assert_fail/,
  );
});

withGcc("without --debug the project's own options stand", async t => {
  const folder = project();
  await build(folder, {...flags, debug: false});
  t.is(producer(moduleOf(folder)), '');
});

withGcc('-Og where it is asked for', async t => {
  const folder = project();
  await build(folder, {...flags, optimize: 'g'});
  t.regex(producer(moduleOf(folder)), / -Og /);
});

withGcc('a source that cannot be compiled fails the build, and the log has what was printed', async t => {
  const folder = project();
  writeFileSync(join(folder, 'demo.c'), `${MODULE}int x = ;\n`);
  const error = await t.throwsAsync(build(folder, {...flags, verbose: true}), {instanceOf: UserError});
  t.regex(error?.message ?? '', /build failed|could not be compiled/);
  t.is(error instanceof UserError ? error.exitCode : 0, 1);
  const [work = ''] = readdirSync(join(folder, '.pyxdbg', 'build'));
  t.regex(
    readFileSync(join(folder, '.pyxdbg', 'build', work, 'build.log'), 'utf8'),
    /demo\.c:\d+:\d+: error/,
  );
});

withGcc('a project that goes on without what it could not compile fails all the same', async t => {
  const folder = project();
  writeFileSync(join(folder, 'backend.py'), `${BACKEND.replaceAll('check_call(["gcc"', 'call(["gcc"')}`);
  await build(folder, flags);
  writeFileSync(join(folder, 'demo.c'), 'int x = ;\n');
  const error = await t.throwsAsync(build(folder, {...flags, verbose: true}), {instanceOf: UserError});
  t.regex(error?.message ?? '', /demo\.c: could not be compiled, and the project goes on/);
});

withGcc('a missing requirement is named with the command that installs it', async t => {
  const error = await t.throwsAsync(build(project(['no-such-thing>=1; python_version >= "3"']), flags), {
    instanceOf: UserError,
  });
  t.regex(error?.message ?? '', /needs no-such-thing.*run: .* install/);
});

withGcc("the project's per-file-ignores hold for the proof, from whichever folder it is built", async t => {
  const folder = project();
  // A compiler that is called by its path is none that a wrapper stands in for.
  const gcc = toolNamed('gcc') ?? 'gcc';
  writeFileSync(
    join(folder, 'backend.py'),
    BACKEND.replaceAll('"gcc"', JSON.stringify(gcc)).replace('-g0', '-g'),
  );
  await build(folder, flags);
  t.is(process.exitCode, 1);
  const config = '\n[tool.pyxdbg.per-file-ignores]\n"demo*" = ["optimised", "no-debug-info"]\n';
  appendFileSync(join(folder, 'pyproject.toml'), config);
  await build(folder, flags);
  t.is(process.exitCode, 0);
});

// PEP 517: "This hook MUST return an additional list of strings containing PEP 508 dependency specifications".
withGcc("what the backend's own hook asks for is named before anything is built", async t => {
  const folder = project();
  const hook = `def get_requires_for_build_wheel(config_settings=None):\n    print("noise")\n    return ["no-such-thing"]\n`;
  writeFileSync(join(folder, 'backend.py'), BACKEND + hook);
  const error = await t.throwsAsync(build(folder, flags), {instanceOf: UserError});
  t.regex(error?.message ?? '', /needs no-such-thing.*run: .* install/);
  t.false(existsSync(join(folder, 'demo.o')));
});

withGcc(
  '--dry-run names the compilers and what the wrapper does to their calls, and writes nothing',
  async t => {
    const folder = project();
    const program = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url));
    const words = [program, 'build', folder, '--debug', '--dry-run', '--python', 'python3'];
    const text = execFileSync(process.execPath, words, {encoding: 'utf8'});
    t.regex(text, /^compiler {2}.*\bgcc\b.* by a wrapper in/m);
    t.regex(
      text.replaceAll(/\s+/g, ' '),
      /compiles with -O0 -g3 .*; links with -g .*; leaves out .*-flto=\*/,
    );
    t.false(existsSync(join(folder, '.pyxdbg')));
    const plan: unknown = JSON.parse(
      execFileSync(process.execPath, [...words, '--json'], {encoding: 'utf8'}),
    );
    t.true(v.is(buildJsonSchema, plan));
  },
);

withGcc('a setting without a name is refused', async t => {
  await t.throwsAsync(build(project(), {...flags, 'config-setting': ['nonsense']}), {
    message: '-C nonsense: is no setting: it has no name and value; write -C KEY=VALUE',
  });
});
