import test from 'ava';
import {toolProgress} from '../../src/build/tool-progress.ts';

// As ninja 1.11 prints it in a pipe.
test("ninja's own count is read, the last one of a piece", t => {
  const output = '[1/3] Compiling C object a.o\n[2/3] Compiling C object b.o\n';
  t.deepEqual(toolProgress(output), {done: 2, total: 3});
});

test('other text is no count', t => {
  for (const text of ['', 'warning: a[1/3] b', 'see [1/2]', '[12/x] y', '[ 50%] Building']) {
    t.is(toolProgress(text), null, text);
  }
});
