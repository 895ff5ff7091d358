import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {renderText} from '../../src/report/text.ts';
import {
  ABI3,
  CP36,
  CP313,
  CRT_MISMATCH,
  EXT_SUFFIX,
  HOSTILE_NAME,
  MARKUPSAFE,
  MISSING_DEP,
  moduleReport,
  OPENVIKING,
  PYAUDIO,
  RPATH_WARNING,
  reportOf,
  STATIC_NOTE,
  UNKNOWN,
  wheelReport,
} from './samples.ts';

const PLAIN = {color: false, width: 80};

test('one finding is told as in the agreed capture, with the command that explains it', t => {
  t.is(
    renderText(reportOf(PYAUDIO), PLAIN),
    `PyAudio-0.2.11-cp36-cp36m-win_amd64.whl
  for CPython 3.6, win_amd64 (from the wheel's tag)

  _portaudio.cp36-win_amd64.pyd
    error[crt-mismatch]  uses C runtime MSVCRT.DLL, but python36.dll uses
                         VCRUNTIME140.DLL and the Universal CRT
      imports  malloc, free, fwrite, vfprintf, signal and 22 more
      breaks   memory or a FILE* handed from one runtime to the other
      fix      build with MSVC 2015 or later (/MD), or with MinGW-w64 for
               the UCRT (MSYS2: UCRT64)
      more     pyxdbg rule crt-mismatch

1 error in 1 of 1 binaries.
`,
  );
});

test('several findings are told as in the agreed capture, messages in one column', t => {
  t.is(
    renderText(reportOf(OPENVIKING), PLAIN),
    `openviking-0.3.8-cp310-abi3-win_amd64.whl
  for CPython 3.10 and later, stable ABI, win_amd64 (from the wheel's tag)

  openviking/lib/ragfs_python.cp310-win_amd64.pyd
    error[abi3-versioned-dll]  imports 87 names from python310.dll; an abi3
                               module must import them from python3.dll
      breaks   every Python but 3.10: "DLL load failed", or "Module use of
               python310.dll conflicts with this version of Python."
      fix      setuptools: Extension(py_limited_api=True) and define
               Py_LIMITED_API=0x030A0000; PyO3: feature abi3-py310
    error[ext-suffix]          named .cp310-win_amd64.pyd in an abi3 wheel
      breaks   Python 3.11 and later do not look for this name:
               ModuleNotFoundError
      fix      name it ragfs_python.pyd

  openviking/storage/vectordb/engine/_x86_caps.pyd
    error[missing-dep]         needs 2 DLLs that neither the wheel, Python
                               nor Windows has
      imports  libgcc_s_seh-1.dll (1 name), libstdc++-6.dll (5 names)
      breaks   import: "DLL load failed while importing _x86_caps: The
               specified module could not be found."
      fix      link with -static-libgcc -static-libstdc++, or run
               delvewheel repair

  Nothing wrong found in 4 more binaries.

3 errors in 2 of 6 binaries. Explain one: pyxdbg rule ext-suffix
Silence known ones: pyxdbg check-abi --write-baseline abi.json ...
`,
  );
});

test('an artefact without findings takes one line, as in the agreed capture', t => {
  t.is(
    renderText(reportOf(MARKUPSAFE), PLAIN),
    'ok  1 binary, CPython 3.13 win_amd64, VCRUNTIME140.DLL + UCRT\n',
  );
});

test('the line of an artefact without findings says so when its Python is not known', t => {
  const report = reportOf({path: 'x.so', kind: 'file', binaries: [moduleReport('x.so', UNKNOWN, [])]});
  t.regex(renderText(report, PLAIN), /^ok {2}1 binary, for an unknown Python \(--python 3\.12 says which\)/);
});

test('an artefact without binaries is no success', t => {
  t.is(renderText(reportOf(wheelReport('pure-1.0-py3-none-any.whl')), PLAIN), 'ok  no binaries in it\n');
});

test('the worst artefact comes first and the ones that are right come last, by name', t => {
  const warned = wheelReport('warned.whl', moduleReport('w.pyd', CP36, [RPATH_WARNING]));
  const text = renderText(reportOf(MARKUPSAFE, warned, PYAUDIO), PLAIN);
  const order = ['PyAudio', 'warned.whl', 'ok  markupsafe'].map(name => text.indexOf(name));
  t.deepEqual(
    order.toSorted((a, b) => a - b),
    order,
  );
  t.true(order.every(at => at >= 0));
});

test('more than ten artefacts that are right are counted', t => {
  const wheels = Array.from({length: 1001}, (_, index) =>
    wheelReport(`w${index}.whl`, moduleReport('m.pyd', CP36), moduleReport('n.pyd', CP36)),
  );
  t.is(renderText(reportOf(...wheels), PLAIN), 'ok  1,001 artefacts, 2,002 binaries\n');
});

test('the same finding in 42 modules is told once, with two of their paths', t => {
  const modules = Array.from({length: 42}, (_, index) => moduleReport(`m${index}.pyd`, CP36, [CRT_MISMATCH]));
  const text = renderText(reportOf(wheelReport('many.whl', ...modules)), PLAIN);
  t.is(text.split('error[crt-mismatch]').length - 1, 1);
  t.true(text.includes('  m0.pyd\n  m1.pyd\n  and 40 more\n    error[crt-mismatch]'));
  t.true(text.includes('42 errors in 42 of 42 binaries.'));
});

test('a module with a finding of its own is told apart from those that share another', t => {
  const modules = Array.from({length: 5}, (_, index) =>
    moduleReport(`m${index}.pyd`, CP36, index === 3 ? [CRT_MISMATCH, MISSING_DEP] : [CRT_MISMATCH]),
  );
  const text = renderText(reportOf(wheelReport('many.whl', ...modules)), PLAIN);
  t.true(text.includes('  and 3 more\n    error[crt-mismatch]'));
  t.true(text.includes('  m3.pyd\n    error[missing-dep]'));
});

test('evidence that differs between folded modules says which one it is of', t => {
  const modules = ['a', 'b', 'c'].map(name =>
    moduleReport(`${name}.pyd`, CP36, [{...CRT_MISMATCH, evidence: [{label: 'imports', text: name}]}]),
  );
  t.true(renderText(reportOf(wheelReport('w.whl', ...modules)), PLAIN).includes('imports  a (in a.pyd)'));
});

test('a file that was named itself is not named twice', t => {
  const file = {
    path: 'build/foo.pyd',
    kind: 'file',
    binaries: [moduleReport('foo.pyd', CP36, [CRT_MISMATCH])],
  };
  const text = renderText(reportOf(file), PLAIN);
  t.is(text.split('foo.pyd').length - 1, 1);
  t.true(text.includes('\n\n  error[crt-mismatch]'));
});

test('modules for several Pythons have their target below their path', t => {
  const wheel = wheelReport(
    'two.whl',
    moduleReport('a.pyd', CP36, [CRT_MISMATCH]),
    moduleReport('b.pyd', {...CP313, from: 'file-tag'}, [MISSING_DEP]),
  );
  const text = renderText(reportOf(wheel), PLAIN);
  t.true(text.includes("  a.pyd\n    for CPython 3.6, win_amd64 (from the wheel's tag)\n    error"));
  t.true(text.includes('  b.pyd\n    for CPython 3.13, win_amd64 (from the file name)\n    error'));
});

test('notes are counted, and shown with -v', t => {
  const report = reportOf(wheelReport('w.whl', moduleReport('a.pyd', CP36, [STATIC_NOTE, STATIC_NOTE])));
  const text = renderText(report, PLAIN);
  t.is(text, 'ok  1 binary, CPython 3.6 win_amd64, VCRUNTIME140.DLL + UCRT\n2 notes (-v shows them).\n');
  t.true(renderText(report, {...PLAIN, verbose: true}).includes('note[crt-static]  imports no C runtime'));
});

test('suppressed findings are counted as known, and shown with -v', t => {
  const finding = {...CRT_MISMATCH, suppressed: 'baseline'} as const;
  const report = reportOf(
    wheelReport('w.whl', moduleReport('a.pyd', CP36, [finding]), moduleReport('b.pyd', CP36, [MISSING_DEP])),
  );
  const text = renderText(report, PLAIN);
  t.false(text.includes('crt-mismatch'));
  t.is(text.split('known').length - 1, 1, 'once is enough');
  t.true(text.includes('1 error in 1 of 2 binaries.'));
  t.true(text.includes('1 known finding (-v shows it).'));
  t.true(renderText(report, {...PLAIN, verbose: true}).includes('known[crt-mismatch]'));
});

test('a known finding of an artefact that is right else is told once', t => {
  const finding = {...CRT_MISMATCH, suppressed: 'baseline'} as const;
  const text = renderText(reportOf(wheelReport('w.whl', moduleReport('a.pyd', CP36, [finding]))), PLAIN);
  t.is(text.split('known').length - 1, 1);
});

test('of modules for an unknown Python it is not said that they are right', t => {
  const modules = [
    moduleReport('bad.pyd', CP36, [CRT_MISMATCH]),
    moduleReport('good.pyd', CP36),
    moduleReport('a.pyd', UNKNOWN),
    moduleReport('b.pyd', UNKNOWN),
  ];
  const text = renderText(reportOf({path: 'build', kind: 'folder', binaries: modules}), PLAIN);
  t.regex(
    text.replaceAll(/\n {2,}/g, ' '),
    /Nothing wrong found in 3 more binaries\. 2 of them: for an unknown Python \(--python 3\.12 says which\)\./,
  );
  t.notRegex(text, /right/);
});

test('entries of the baseline that were not found again are listed', t => {
  const entry = 'pyaudio: _portaudio.pyd: crt-mismatch (msvcrt.dll)';
  const text = renderText({...reportOf(MARKUPSAFE), vanished: [entry]}, PLAIN);
  t.true(text.includes('1 entry of the baseline was not found again'));
  t.true(text.endsWith(`:\n  ${entry}\n`));
});

test('an artefact that could not be read is one sentence', t => {
  const report = reportOf({path: 'x.whl', kind: 'file', binaries: [], error: 'x.whl: is not a zip archive'});
  t.is(
    renderText(report, PLAIN),
    'error  x.whl: is not a zip archive\n\n1 of 1 artefacts could not be read.\n',
  );
});

test('-q shows errors and the closing line, and nothing at all when all is well', t => {
  const warned = moduleReport('w.pyd', ABI3, [{...EXT_SUFFIX, severity: 'warning'}, STATIC_NOTE]);
  const wheel = wheelReport(
    'w.whl',
    warned,
    moduleReport('e.pyd', ABI3, [MISSING_DEP]),
    moduleReport('r.pyd', ABI3),
  );
  const text = renderText(reportOf(MARKUPSAFE, wheel), {...PLAIN, quiet: true});
  t.true(text.includes('error[missing-dep]'));
  t.false(/ext-suffix|crt-static|are right|is right|^ok|Silence|-v/m.test(text));
  t.true(text.endsWith('\n1 error and 1 warning in 2 of 4 binaries.\n'));
  t.is(renderText(reportOf(MARKUPSAFE), {...PLAIN, quiet: true}), '');
});

test('a baseline in use is not advertised', t => {
  t.false(renderText(reportOf(OPENVIKING), {...PLAIN, baseline: true}).includes('--write-baseline'));
});

for (const width of [0, 20, 40, 57, 80, 100, 400, Number.NaN]) {
  test(`no line is longer than a terminal of ${width} columns has, nor than 100`, t => {
    const report = reportOf(
      PYAUDIO,
      OPENVIKING,
      wheelReport('w.whl', moduleReport('a.pyd', UNKNOWN, [STATIC_NOTE])),
    );
    const limit = Math.min(Math.max(width || 0, 40), 100);
    // Paths are never broken: they are there to be copied.
    const lines = renderText(report, {color: false, width, verbose: true}).split('\n');
    const tooLong = lines.filter(line => line.length > limit && !/\.(?:whl|pyd)$/.test(line));
    t.deepEqual(tooLong, []);
  });
}

test('colours change nothing but the colours', t => {
  const colored = renderText(reportOf(OPENVIKING, MARKUPSAFE), {...PLAIN, color: true});
  t.not(stripVTControlCharacters(colored), colored);
  t.is(stripVTControlCharacters(colored), renderText(reportOf(OPENVIKING, MARKUPSAFE), PLAIN));
});

test('names from a hostile archive cannot steer the terminal, break lines or reorder text', t => {
  const finding = {
    ...MISSING_DEP,
    message: `needs ${HOSTILE_NAME}`,
    evidence: [{label: 'imports', text: HOSTILE_NAME}],
  };
  const wheel = wheelReport(`${HOSTILE_NAME}.whl`, moduleReport(HOSTILE_NAME, CP36, [finding]));
  const text = renderText(reportOf(wheel), PLAIN);
  t.false(/[^\n\u0020-\u007e]/.test(text));
  t.true(text.includes('a\\x1b[2J\\u202egnp.\\r\\n::error::x\\x00'));
});

test('a name of 32 KiB is cut, its beginning and end kept', t => {
  const name = `begin${'x'.repeat(32 * 1024)}end`;
  const finding = {...MISSING_DEP, message: `needs ${name} here`};
  const text = renderText(reportOf(wheelReport('w.whl', moduleReport(name, CP36, [finding]))), PLAIN);
  t.true(text.length < 2000);
  t.true(text.includes('beginxxx'));
  t.true(text.includes('xend'));
  t.true(text.includes('...'));
});

test('60,000 modules with the same finding are folded in time that grows with their number only', t => {
  const modules = Array.from({length: 60_000}, (_, index) =>
    moduleReport(`m${index}.pyd`, CP36, [CRT_MISMATCH]),
  );
  const report = reportOf(wheelReport('many.whl', ...modules));
  const started = performance.now();
  t.true(renderText(report, PLAIN).includes('and 59,998 more'));
  t.true(performance.now() - started < 8000);
});
