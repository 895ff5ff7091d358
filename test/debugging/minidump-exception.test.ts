import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {readMinidump} from '../../src/binary/minidump/read-minidump.ts';
import {signalOfException} from '../../src/debugging/minidump/exception-signal.ts';
import {signalWords} from '../../src/debugging/verdict/signal-words.ts';
import {Bytes} from '../builders/bytes.ts';

/** A minidump of no modules with an exception, as minidumpapiset.h lays it out. */
function dump(code: number, parameters: readonly number[], size = 168): Uint8Array {
  const file = new Bytes(true)
    .u32(0x504d444d, 0xa793, 2, 32, 0, 0, 0, 0)
    .u32(4, 4, 56)
    .u32(6, size, 60)
    .u32(0);
  file.u32(44, 0, code, 0).u64(0, 0x7ff01234).u32(parameters.length, 0);
  return file
    .u64(...parameters)
    .padTo(60 + size)
    .toBytes();
}

const words = (code: number, parameters: readonly number[]): string | null => {
  const {exception} = readMinidump(memorySource(dump(code, parameters)));
  return exception && signalWords(signalOfException(exception));
};

test('exceptions of Windows in words: the access and its address, and what fast fails are for', t => {
  t.is(words(0xc0000005, [0, 0x10]), 'Access violation: read of address 0x10');
  t.is(words(0xc0000005, [1, 0]), 'Access violation: write to address 0x0');
  t.is(words(0xc0000005, [8, 0x5000]), 'Access violation: jump to address 0x5000');
  t.is(words(0xc0000094, []), 'Integer division by zero');
  t.is(words(0xc0000409, [7]), 'Fast fail: abort() was called');
  t.is(words(0xc0001234, []), 'exception 0xc0001234');
});

test('an exception has its thread and its address; a claim of more parameters than there can be is cut', t => {
  const {exception} = readMinidump(memorySource(dump(0xc0000005, new Array<number>(15).fill(3), 168)));
  t.is(exception?.thread, 44);
  t.is(exception?.address, 0x7ff01234n);
  t.is(exception?.parameters.length, 15);
});

test('an exception that is cut off is refused', t => {
  const error = t.throws(() => readMinidump(memorySource(dump(0xc0000005, [0, 0]).subarray(0, 100))));
  t.regex(error?.message ?? '', /exception|end of the file/);
});
