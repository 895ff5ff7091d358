/** `pyxdbg run` in a terminal of its own, by Python's pty module: keys, the foreground, stopping and going on. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';

const missing = toolNamed('python3') === null || process.platform === 'win32' ? 'python3 with pty' : null;
const real = missing === null ? test : test.skip;
const why = missing === null ? '' : ` (skipped: no ${missing})`;

/**
 * Starts the words behind its own in a new terminal, presses keys, and prints all that was shown and the status. The
 * leader of the session is a shell that has one job: a process group whose parent is of another session is not stopped
 * by Ctrl-Z (POSIX, "orphaned process group").
 */
const TERMINAL = `
import os, pty, select, signal, sys, time
leader, terminal = pty.fork()
if leader == 0:
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp(sys.argv[2], sys.argv[2:])
    signal.signal(signal.SIGTERM, lambda *_: os.kill(job, signal.SIGTERM))
    _, status = os.waitpid(job, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        print("stopped", flush=True)
        os.killpg(job, signal.SIGCONT)
        _, status = os.waitpid(job, 0)
    os._exit(os.WEXITSTATUS(status))
shown = b""
def until(text):
    global shown
    end = time.monotonic() + 60
    while text not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                return
until(b"ready")
if sys.argv[1] == "interrupt":
    os.write(terminal, b"\\x03")
elif sys.argv[1] == "stop":
    os.write(terminal, b"\\x1a")
    until(b"stopped")
    os.write(terminal, b"a line\\n")
else:
    os.kill(leader, signal.SIGTERM)
until(b"the end")
_, status = os.waitpid(leader, 0)
print(shown.decode().replace("\\r", ""), os.WEXITSTATUS(status))
`;

const PROGRAM = `import os, signal, sys
def end(number, frame):
    print("asked to end; the end", flush=True)
    sys.exit(5)
signal.signal(signal.SIGTERM, end)
try:
    print(os.isatty(0), os.isatty(1), os.isatty(2), os.tcgetpgrp(0) == os.getpgrp(), "ready", flush=True)
    print("got", input(), "the end")
    sys.exit(3)
except KeyboardInterrupt:
    print("interrupted; the end", flush=True)
    sys.exit(4)
`;

async function inTerminal(what: string): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'terminal.py'), TERMINAL);
  writeFileSync(join(folder, 'app.py'), PROGRAM);
  const words = ['terminal.py', what, process.execPath, program, 'run', '--', 'python3', 'app.py'];
  const {stdout} = await execa('python3', words, {
    cwd: folder,
    env: environment({XDG_CACHE_HOME: join(folder, 'cache'), TERM: 'dumb'}),
    extendEnv: false,
    timeout: 100_000,
  });
  return stdout;
}

real(`Ctrl-C is the program's, which has the terminal and its foreground${why}`, async t => {
  t.regex(await inTerminal('interrupt'), /^True True True True ready\n\^Cinterrupted; the end\n 4$/);
});

real(`Ctrl-Z stops it, and it goes on${why}`, async t => {
  const shown = await inTerminal('stop');
  t.regex(shown, /^True True True True ready\n.*stopped\n/s);
  t.regex(shown, /got a line the end\n 3$/);
});

real(`what is sent to pyxdbg to end it is passed on${why}`, async t => {
  t.regex(await inTerminal('terminate'), /asked to end; the end\n 5$/);
});
