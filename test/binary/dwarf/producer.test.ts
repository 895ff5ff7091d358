import test from 'ava';
import {readProducer} from '../../../src/binary/dwarf/producer.ts';

test('the last -O option of gcc decides, and none is -O0', t => {
  const gnu = (options: string) => readProducer(`GNU C17 12.2.0 -mtune=generic ${options}`, null).optimised;
  t.is(gnu('-g'), false);
  t.is(gnu('-O3 -g -O0'), false);
  t.is(gnu('-O0 -O2'), true);
  for (const level of ['-O', '-O1', '-Os', '-Oz', '-Og', '-Ofast']) t.is(gnu(level), true, level);
  t.is(gnu('-Wno-O2 -fOpt'), false);
});

test('options begin behind the version, whatever a vendor writes into it', t => {
  const {options} = readProducer('GNU C++17 11.4.1 20231218 (Red Hat 11.4.1-3) -m64 -O2 -fPIC', null);
  t.deepEqual(options, ['-m64', '-O2', '-fPIC']);
});

test('a compiler that records no options leaves it open', t => {
  const unknown = {options: null, optimised: null, lto: false};
  t.deepEqual(readProducer('GNU C17 12.2.0', null), unknown);
  t.deepEqual(readProducer('GNU AS 2.40', null), unknown);
  t.deepEqual(readProducer('Debian clang version 16.0.6 (15~deb12u1)', null), unknown);
  t.deepEqual(readProducer('clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))', null), unknown);
  t.deepEqual(readProducer(null, null), unknown);
});

test("clang's escaped spaces and backslashes are one option", t => {
  const producer = 'clang version 16.0.6 C:\\\\Program\\ Files\\\\LLVM\\\\bin\\\\clang -g -D X=a\\ b -O1';
  t.deepEqual(readProducer(producer, null), {
    options: ['-g', '-D', 'X=a b', '-O1'],
    optimised: true,
    lto: false,
  });
});

test("Apple's flags are the options, without the program", t => {
  const {options, optimised} = readProducer('Apple clang version 14.0.0', '/usr/bin/clang -g -Os -c a.c');
  t.deepEqual(options, ['-g', '-Os', '-c', 'a.c']);
  t.true(optimised);
});

test('of another compiler nobody knows what it does without -O', t => {
  t.is(readProducer('Intel(R) C Compiler 2021.1 -g', null).optimised, null);
  t.is(readProducer('Intel(R) C Compiler 2021.1 -g -O0', null).optimised, false);
});

test('link-time optimisation is told by the options, or by the compiler of the link', t => {
  const lto = (options: string) => readProducer(`GNU C17 12.2.0 ${options}`, null).lto;
  t.true(lto('-g -flto'));
  t.true(lto('-flto=auto -ffat-lto-objects'));
  t.false(lto('-flto -fno-lto'));
  t.false(lto('-flto-partition=none'));
  t.true(readProducer('GNU GIMPLE 12.2.0 -g -O2 -fltrans', null).lto);
  t.true(readProducer('clang version 16.0.6 /usr/bin/clang -flto=thin -g', null).lto);
});
