import test from 'ava';
import {annotation, withAnnotation} from '../../../src/debugging/symbolize/annotate.ts';
import {EventLog} from '../../../src/debugging/symbolize/event-log.ts';
import {type FrameReference, frameReference} from '../../../src/debugging/symbolize/frame-reference.ts';
import {StackBases} from '../../../src/debugging/symbolize/same-build.ts';
import {parseAddr2line, parseLlvmSymbolizer} from '../../../src/debugging/symbolize/symbolizer-output.ts';

// Lines that CPython 3.14.10, glibc 2.36, Linux 6, AddressSanitizer (gcc 12), winedbg 8 and others printed.
const LINES: readonly (readonly [line: string, expected: Partial<FrameReference>])[] = [
  [
    '  Binary file "/lib/libc.so.6", at __libc_start_main+0x87 [0x7f98318be0d7]',
    {
      module: '/lib/libc.so.6',
      from: 'symbol',
      symbol: '__libc_start_main',
      offset: 0x87n,
      address: 0x7f98318be0d7n,
      isReturnAddress: true,
    },
  ],
  [
    '  Binary file "/a b/crashy.so", at +0x11eb [0x7f98315951eb]',
    {module: '/a b/crashy.so', from: 'image', offset: 0x11ebn},
  ],
  ['  Binary file "python3.14" [0x53d28e]', {module: 'python3.14', from: 'address', offset: 0x53d28en}],
  ['./bt(+0x1168)[0x55ed1f9c0168]', {module: './bt', from: 'image', offset: 0x1168n, isReturnAddress: true}],
  [
    '/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x7fc98f793305]',
    {module: '/lib/x86_64-linux-gnu/libc.so.6', from: 'symbol', symbol: '__libc_start_main', offset: 0x85n},
  ],
  [
    '[ 1234.567890] python3[4711]: segfault at 0 ip 00007f12345671eb sp 00007ffd0 error 4 in crashy.so[7f1234567000+1000] likely on CPU 1 (core 1, socket 0)',
    {module: 'crashy.so', from: 'code-segment', offset: 0x1ebn, isReturnAddress: false},
  ],
  [
    'python3[4711]: segfault at 0 ip 00007f12345671eb sp 00007ffd0 error 4 in crashy.so[11eb,7f1234567000+1000]',
    {module: 'crashy.so', from: 'file', offset: 0x11ebn},
  ],
  [
    '    #1 0x7f58dd7c5249  (/lib/x86_64-linux-gnu/libc.so.6+0x27249) (BuildId: 58254ca972028402bc40624f81388d85ec95f70d)',
    {
      module: '/lib/x86_64-linux-gnu/libc.so.6',
      from: 'image',
      offset: 0x27249n,
      buildId: '58254ca972028402bc40624f81388d85ec95f70d',
      isReturnAddress: false,
    },
  ],
  [
    '=>0 0x00006ffffdb812ed in crashmod (+0x12ed) (0x000000000011fd10)',
    {module: 'crashmod', offset: 0x12edn, isReturnAddress: false},
  ],
  [
    '  1 0x00006ffffdb812b2 in crashmod (+0x12b2) (0x000000000011fd50)',
    {module: 'crashmod', offset: 0x12b2n, isReturnAddress: true},
  ],
  [
    '3   crashy.so                     \t0x000000010a8e3c34 0x10a8e0000 + 15412',
    {module: 'crashy.so', offset: 15412n},
  ],
  [
    '2026-11-28T07:00:00.123Z   crashy.pyd+0x11EB',
    {module: 'crashy.pyd', offset: 0x11ebn, isReturnAddress: null},
  ],
  [
    '\x1b[31mweb_1  | C   ??   crashy.cpython-313-x86_64-linux-gnu.so+0x11eb\x1b[0m',
    {module: 'crashy.cpython-313-x86_64-linux-gnu.so', offset: 0x11ebn},
  ],
];

for (const [line, expected] of LINES) {
  test(`is understood: ${JSON.stringify(line).slice(0, 70)}`, t => t.like(frameReference(line), expected));
}

for (const line of [
  '',
  '  File "/usr/lib/python3.14/threading.py", line 1025 in run',
  'Extension modules: crashy (total: 1)',
  'pip install foo.so',
  'x = y + 0x10',
  `${'a'.repeat(9000)}.so+0x1`,
]) {
  test(`is no frame: ${JSON.stringify(line).slice(0, 50)}`, t => t.is(frameReference(line), null));
}

test("Windows' event log names the module in one line, and the offset in another", t => {
  const log = new EventLog();
  t.is(log.next('Faulting application name: python.exe, version: 3.12.1, time stamp: 0x65'), null);
  t.is(
    log.next('Faulting module name: crashy.cp312-win_amd64.pyd, version: 0.0.0.0, time stamp: 0x66'),
    null,
  );
  t.is(log.next('Exception code: 0xc0000005'), null);
  t.like(log.next('Fault offset: 0x00000000000012ed'), {
    module: 'crashy.cp312-win_amd64.pyd',
    offset: 0x12edn,
  });
  t.is(new EventLog().next('Fault offset: 0x12ed'), null);
});

test('a file whose symbols lie elsewhere than the log says is of another build', t => {
  const frame = (from: 'image' | 'symbol', address: bigint | null, inFile: number | null) => ({
    reference: {
      module: 'x',
      from,
      symbol: null,
      offset: 0n,
      address,
      buildId: null,
      isReturnAddress: true,
    } as const,
    address: inFile,
  });
  const agree = (...frames: readonly ReturnType<typeof frame>[]): boolean => {
    const bases = new StackBases<string>();
    return frames.every(one => bases.agrees('x', one));
  };
  t.true(agree(frame('image', 0x7000n + 0x10n, 0x10), frame('symbol', 0x7000n + 0x20n, 0x20)));
  t.false(agree(frame('image', 0x7000n + 0x10n, 0x10), frame('symbol', 0x7000n + 0x20n, 0x30)));
  t.false(agree(frame('symbol', 0x7000n, null)));
  t.true(agree(frame('image', null, 0x10), frame('image', 0x7010n, 0x10)));
  // Another process has the same file elsewhere.
  const bases = new StackBases<string>();
  t.true(bases.agrees('x', frame('image', 0x7010n, 0x10)));
  bases.nextStack();
  t.true(bases.agrees('x', frame('image', 0x9010n, 0x10)));
});

// What the tools of Debian 12 wrote (LLVM 16, binutils 2.40).
test('answers of llvm-symbolizer are read, the innermost function first', t => {
  const output = [
    '{"Address":"0x1140","ModuleName":"a.so","Symbol":[{"Column":3,"Discriminator":0,"FileName":"/s/a.c","FunctionName":"inner","Line":4,"StartAddress":"0x1140","StartFileName":"/s/a.c","StartLine":3},{"Column":3,"Discriminator":0,"FileName":"/s/a.c","FunctionName":"outer","Line":9,"StartAddress":"0x1140","StartFileName":"/s/a.c","StartLine":8}]}',
    '{"Address":"0x1","ModuleName":"a.so","Symbol":[{"Column":0,"Discriminator":0,"FileName":"","FunctionName":"","Line":0,"StartAddress":"","StartFileName":"","StartLine":0}]}',
    '{"Address":"0x2","Error":{"Message":"No such file"}}',
    'no JSON',
  ].join('\n');
  t.deepEqual(parseLlvmSymbolizer(output), [
    [
      {function: 'inner', file: '/s/a.c', line: 4},
      {function: 'outer', file: '/s/a.c', line: 9},
    ],
    [],
    [],
    [],
  ]);
});

test('answers of addr2line are read, too', t => {
  const output =
    '0x0000000000001140\ninner\n/s/a.c:4 (discriminator 1)\nouter\n/s/a.c:9\n0x0000000000000001\n??\n??:0\n0x0000000000001200\nstart\n??:?\n';
  t.deepEqual(parseAddr2line(output), [
    [
      {function: 'inner', file: '/s/a.c', line: 4},
      {function: 'outer', file: '/s/a.c', line: 9},
    ],
    [],
    [{function: 'start', file: null, line: null}],
  ]);
});

test('what is added stands before the end of the line, and nothing else changes', t => {
  const text = annotation([
    {function: 'inner', file: '/s/a.c', line: 4},
    {function: 'outer', file: null, line: null},
  ]);
  t.is(text, '  -> inner, /s/a.c:4; inlined into outer');
  t.is(withAnnotation(Buffer.from('x\xff\r\n', 'latin1'), text).toString('latin1'), `x\xff${text}\r\n`);
  t.is(withAnnotation(Buffer.from('x'), ' y').toString(), 'x y');
  t.is(annotation([]), '');
  t.notRegex(annotation([{function: 'a\x1b[2J', file: null, line: null}]), /\x1b/);
});
