import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {parseCalls} from '../../src/build/recorded-calls.ts';
import {wrapperScript} from '../../src/build/wrapper-script.ts';

const template = readFileSync(
  new URL('../../templates/runtime/compiler-wrapper.sh', import.meta.url),
  'utf8',
);

/** A stand-in for the real compiler, which prints its arguments, one a line. */
const ECHO = '#!/bin/sh\nfor word do printf "%s\\n" "$word"; done\n';

const plan = {
  drop: ['-O[0-9]', '-Ofast', '-flto*', '-s', '-D_FORTIFY_SOURCE=*'],
  addToCompile: ['-O0', '-g3', "-DTEXT=it's"],
  addToLink: ['-g'],
};

function run(args: readonly string[], folderName = 'plain') {
  const folder = join(mkdtempSync(join(tmpdir(), 'pyxdbg-')), folderName);
  const record = join(folder, 'calls');
  mkdirSync(record, {recursive: true});
  const real = join(folder, 'real-gcc');
  writeFileSync(real, ECHO);
  const wrapper = join(folder, 'gcc');
  writeFileSync(wrapper, wrapperScript(template, {real, record, plan}));
  for (const path of [real, wrapper]) chmodSync(path, 0o755);
  const output = execFileSync(wrapper, args, {encoding: 'utf8', cwd: folder});
  const calls = readdirSync(record).flatMap(name => parseCalls(readFileSync(join(record, name), 'utf8')));
  return {got: output === '' ? [] : output.trimEnd().split('\n'), calls, folder};
}

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('a compile call loses what optimises and gets the debug options last', t => {
  const {got} = run([
    '-O3',
    '-Wall',
    '-flto=auto',
    '-c',
    'a.c',
    '-o',
    'a.o',
    '-Ofast',
    '-D_FORTIFY_SOURCE=2',
  ]);
  t.deepEqual(got, ['-Wall', '-c', 'a.c', '-o', 'a.o', '-O0', '-g3', "-DTEXT=it's"]);
});

onUnix('a link call loses -s and gets the link options; objects are not compiled', t => {
  t.deepEqual(run(['-shared', '-s', 'a.o', '-o', 'a.so']).got, ['-shared', 'a.o', '-o', 'a.so', '-g']);
});

onUnix('a call that compiles and links gets both', t => {
  t.deepEqual(run(['a.c', '-o', 'a.so']).got, ['a.c', '-o', 'a.so', '-O0', '-g3', "-DTEXT=it's", '-g']);
});

onUnix('a question to the compiler is passed on as it is', t => {
  for (const question of [['--version'], ['-print-file-name=libasan.so'], ['-E', 'a.c'], ['-dumpmachine']]) {
    t.deepEqual(run(question).got, question);
  }
});

onUnix('arguments with blanks, quotes, line breaks, patterns and nothing in them arrive whole', t => {
  const odd = ['-DA="x y"', "-DB='", '-DC=a\nb', '-I*', '', '-DD=$HOME`id`', '-c', 'a b.c'];
  const {got, calls} = run(odd);
  t.is(got.join('\n'), [...odd, ...plan.addToCompile].join('\n'));
  t.deepEqual(calls[0]?.args, odd);
});

onUnix('what is recorded is the call as the build system made it, and where', t => {
  const {calls, folder} = run(['-O3', '-c', 'a.c'], "a folder with 'quotes' and $signs");
  t.deepEqual(calls, [{tool: 'gcc', cwd: folder, args: ['-O3', '-c', 'a.c']}]);
});

onUnix('a thousand objects are linked, in order', t => {
  const objects = Array.from({length: 1000}, (_, index) => `object-${index}.o`);
  t.deepEqual(run(['-shared', ...objects, '-o', 'a.so']).got, ['-shared', ...objects, '-o', 'a.so', '-g']);
});

// ccache's manual, "Run modes": called as `gcc` it looks for the next `gcc` on PATH that is not itself.
onUnix('what the compiler looks up on PATH by its own name is not the wrapper again', t => {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-'));
  for (const place of ['bin', 'calls', 'real']) mkdirSync(join(folder, place));
  const write = (path: string, text: string): void => {
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o755);
  };
  write(
    'bin/gcc',
    wrapperScript(template, {real: join(folder, 'ccache-gcc'), record: join(folder, 'calls'), plan}),
  );
  write('ccache-gcc', '#!/bin/sh\nexec gcc "$@"\n');
  write('real/gcc', '#!/bin/sh\necho "real $*"\n');
  const path = [join(folder, 'bin'), join(folder, 'real'), process.env['PATH']].join(':');
  const got = execFileSync('gcc', ['-c', 'a.c'], {encoding: 'utf8', env: {PATH: path}, timeout: 10_000});
  t.is(got, "real -c a.c -O0 -g3 -DTEXT=it's\n");
});
