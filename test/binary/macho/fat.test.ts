import test, {type ExecutionContext} from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {isFatHeader} from '../../../src/binary/macho/fat.ts';
import {readMachO, readMachOExportNames} from '../../../src/binary/macho/read-macho.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {linesOf, machOTools, onDisk} from '../../builders/link-macho.ts';
import {buildFat, buildMachO, flatTrie, numberBody} from '../../builders/macho.ts';

const X86_64 = 0x01000007;
const ARM64 = 0x0100000c;

const slice = (cpuType: number, hook: string) => ({
  cpuType,
  bytes: buildMachO({
    cpuType,
    cpuSubtype: cpuType === X86_64 ? 3 : 0,
    commands: [{kind: 0x1b, body: numberBody([cpuType, 0, 0, 0])}],
    trie: {bytes: flatTrie([hook]), by: 'LC_DYLD_EXPORTS_TRIE'},
  }),
});

const TWO = [slice(X86_64, '_PyInit_intel'), slice(ARM64, '_PyInit_apple')];

const refused = (t: ExecutionContext, bytes: Uint8Array, message: RegExp) =>
  t.throws(() => readMachO(memorySource(bytes)), {instanceOf: UnreadableError, message});

for (const long of [false, true]) {
  test(`${long ? 'fat_arch_64' : 'fat_arch'} entries give the slices in order`, t => {
    const {fat, slices} = readMachO(memorySource(buildFat(TWO, {long})));
    t.true(fat);
    t.deepEqual(
      slices.map(({machine, initHooks}) => [machine, ...initHooks]),
      [
        ['x86_64', 'PyInit_intel'],
        ['arm64', 'PyInit_apple'],
      ],
    );
  });
}

test('the exported names of a fat file are those of all slices', t => {
  const names = readMachOExportNames(memorySource(buildFat(TWO)));
  t.deepEqual([...names].sort(), ['PyInit_apple', 'PyInit_intel']);
});

const withLipo = machOTools.lipo === null ? test.skip : test;
const without = machOTools.lipo === null ? ' (needs llvm-lipo)' : '';
withLipo(`llvm-lipo finds the same machines in the built fat file${without}`, t => {
  const [line] = linesOf(machOTools.lipo, ['-archs', onDisk(buildFat(TWO)).path]);
  t.is(line?.trim(), 'x86_64 arm64');
});

test('a slice past the end of the file is refused', t => {
  refused(t, buildFat(TWO).subarray(0, 8000), /past its end/);
  refused(t, buildFat(TWO, {long: true, place: (_, offset) => [offset, 2 ** 60]}), /past its end/);
});

test('slices that overlap each other or the fat header are refused', t => {
  refused(t, buildFat(TWO, {place: (_, _offset, size) => [4096, size]}), /overlap/);
  refused(t, buildFat(TWO, {place: (index, offset, size) => [index === 0 ? 0 : offset, size]}), /overlap/);
});

test('a fat header without slices, or with more than the file holds, is refused', t => {
  refused(t, buildFat([]), /0 slices/);
  refused(t, Uint8Array.of(0xca, 0xfe, 0xba, 0xbf, 0xff, 0xff, 0xff, 0xff, 0, 0), /4294967295 slices/);
});

test('a reader of one slice cannot see the bytes of the next', t => {
  const cut = buildFat(TWO, {place: (index, offset, size) => [offset, index === 0 ? 40 : size]});
  refused(t, cut, /load commands lie past/);
});

test('a fat static library is refused as one', t => {
  const archive = {cpuType: X86_64, bytes: Buffer.from('!<arch>\n__.SYMDEF')};
  refused(t, buildFat([archive]), /static library/);
});

test('a Java class file is no fat file', t => {
  // Java 8: minor version 0, major version 52.
  t.false(isFatHeader(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52)));
  t.true(isFatHeader(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2)));
});
