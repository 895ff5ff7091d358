import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {toolNamed} from '../builders/tools.ts';
import {
  checkAbi,
  copyOf,
  installEditable,
  PACKAGED,
  python,
  run,
  rustUnavailable,
  unavailable,
} from './environment.ts';

/** A serial test (two compilers at once gain nothing), or a skipped one that says why. */
function when(reason: string | null, title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (reason === null) test.serial(title, body);
  else test.serial.skip(`${title} (skipped: ${reason})`, body);
}

const NO_COMMAND_FOLDER: Readonly<Record<string, string>> = {};

/** The project's own test passes, and its module, asked here, gives the right answer from a file with the ABI's name. */
async function works(
  t: ExecutionContext,
  copy: string,
  interpreter: string,
  env = NO_COMMAND_FOLDER,
): Promise<void> {
  t.regex(
    await run(copy, [interpreter, '-m', 'unittest', 'discover', '-s', 'tests'], env),
    /Ran 6 tests[\s\S]*^OK$/m,
  );
  const asked = [
    'import sysconfig, spam._core as core',
    'print(core.mean([1, 2.5, 4]), core.__file__.endswith("_core" + sysconfig.get_config_var("EXT_SUFFIX")))',
  ].join('\n');
  t.is(await run(copy, [interpreter, '-c', asked], env), '2.5 True');
}

for (const example of PACKAGED) {
  when(unavailable, `examples/${example} installs editable, passes its test and check-abi`, async t => {
    const copy = copyOf(example);
    await installEditable(copy);
    await works(t, copy, python);
    t.regex(await checkAbi(copy, '.'), /^ok {2}\d+ binar(y|ies), CPython 3\.\d+/);
  });
}

for (const example of PACKAGED.filter(name => name.startsWith('setuptools-'))) {
  when(unavailable, `examples/${example} builds in place with setup.py`, async t => {
    const copy = copyOf(example);
    await run(copy, [python, 'setup.py', 'build_ext', '--inplace']);
    await works(t, copy, python, {PYTHONPATH: 'src'});
  });

  when(unavailable, `the wheel of examples/${example}, made of its sdist, is right`, async t => {
    const copy = copyOf(example);
    await run(copy, [python, 'setup.py', '-q', 'sdist']);
    const sdist = join('dist', 'spam-0.1.0.tar.gz');
    await run(copy, [
      python,
      ...['-m', 'pip', 'wheel', '-q', '--no-build-isolation', '--no-deps', '-w', 'wheels', sdist],
    ]);
    const listed = await run(copy, [
      python,
      ...[
        '-c',
        'import glob, zipfile; print(*zipfile.ZipFile(*glob.glob("wheels/*")).namelist(), sep="\\n")',
      ],
    ]);
    const members = listed.split('\n').filter(name => name.startsWith('spam/'));
    t.is(members.length, 2, members.join(' '));
    t.true(members.includes('spam/__init__.py'));
    // A Python of pyenv hands its own RPATH on; that of a wheel to publish would be a finding, and is one here.
    t.regex(await checkAbi(copy, '--ignore', 'rpath-unsafe', 'wheels'), /^ok {2}/);
  });
}

/** Where the debugger finds the lines: options that build for debugging, without pyxdbg. */
const DEBUG_BUILDS = [
  {example: 'setuptools-cython', options: [], env: {CFLAGS: '-O0 -g'}},
  {example: 'meson-python-cython', options: ['-Csetup-args=-Dbuildtype=debug'], env: {}},
] as const;

for (const {example, options, env} of DEBUG_BUILDS) {
  const reason = unavailable ?? (toolNamed('gdb') ? null : 'no gdb');
  when(reason, `gdb shows the lines of _core.pyx of examples/${example}`, async t => {
    const copy = copyOf(example);
    await installEditable(copy, options, env);
    const module = await run(copy, [python, '-c', 'import spam._core; print(spam._core.__file__)']);
    const listed = await run(join(copy, 'tests'), [
      'gdb',
      ...['-nx', '-batch', '-ex', 'list _core.pyx:5,5', module],
    ]);
    t.regex(listed, /^5\tdef mean\(values, default=None\):$/m);
  });
}

when(
  toolNamed('cmake') && toolNamed('python3') ? null : 'no cmake',
  'examples/cmake-c builds, passes its test and check-abi',
  async t => {
    const copy = copyOf('cmake-c');
    const executable = await run(copy, ['python3', '-c', 'import sys; print(sys.executable)']);
    await run(copy, ['cmake', '-S', '.', '-B', 'build', `-DPython_EXECUTABLE=${executable}`]);
    await run(copy, ['cmake', '--build', 'build']);
    await works(t, copy, executable, {PYTHONPATH: 'src'});
    t.regex(await checkAbi(copy, 'src'), /^ok {2}1 binary, CPython 3\.\d+/);
  },
);

when(rustUnavailable, 'examples/maturin-pyo3 installs editable, passes its test and check-abi', async t => {
  const copy = copyOf('maturin-pyo3');
  await installEditable(copy);
  await works(t, copy, python);
  t.regex(await checkAbi(copy, 'python'), /^ok {2}1 binary, CPython 3\.\d+/);
});
