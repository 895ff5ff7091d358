import {execFileSync} from 'node:child_process';
import test from 'ava';

const MODULE = JSON.stringify(new URL('../../src/system/standard-streams.ts', import.meta.url).href);

function script(body: string): readonly string[] {
  return ['--input-type=module', '-e', `import {isTerminal, writeOutput} from ${MODULE};\n${body}`];
}

test('a pipe is no terminal', t => {
  const body = "await writeOutput(isTerminal('stdout') || isTerminal('stderr') ? 'yes' : 'no')";
  const told = execFileSync(process.execPath, script(body), {encoding: 'utf8', stdio: 'pipe'});
  t.is(told, 'no');
});

test('a text longer than a pipe holds arrives whole', t => {
  const length = 3_000_000;
  const told = execFileSync(process.execPath, script(`await writeOutput('é'.repeat(${length}) + '\\n')`), {
    maxBuffer: 10_000_000,
  });
  t.is(told.length, 2 * length + 1);
});

const unix = process.platform === 'win32' ? test.skip : test;

unix('a reader that has gone is an EPIPE error', t => {
  const body = `
    try {
      for (let i = 0; i < 1000; i++) await writeOutput('x'.repeat(65_536));
    } catch (error) {
      process.exitCode = error.code === 'EPIPE' ? 7 : 8;
    }`;
  const shell = '"$0" "$@" | head -c 10 >/dev/null; echo "$PIPESTATUS"';
  const status = execFileSync('bash', ['-c', shell, process.execPath, ...script(body)], {encoding: 'utf8'});
  t.is(status.trim(), '7');
});

unix('a full pipe that does not block loses nothing', t => {
  // Python makes such a pipe, and reads it only after a while.
  const reader = `
import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(w, False)
writer = subprocess.Popen(sys.argv[1:], stdout=w)
os.close(w)
time.sleep(0.5)
length = 0
while part := os.read(r, 65536):
    length += len(part)
print(length, writer.wait())
`;
  const writer = [process.execPath, ...script("await writeOutput('x'.repeat(1_000_000))")];
  t.is(execFileSync('python3', ['-c', reader, ...writer], {encoding: 'utf8'}).trim(), '1000000 0');
});
