import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import type {MachOSlice} from '../../../src/binary/facts.ts';
import {readMachO} from '../../../src/binary/macho/read-macho.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {buildMachO, type MachOSpec, namedBody, numberBody} from '../../builders/macho.ts';

// Numbers of commands, platforms and file types are those of Apple's <mach-o/loader.h>.

const read = (spec: MachOSpec): MachOSlice | undefined => readMachO(memorySource(buildMachO(spec))).slices[0];

const truncated = (bytes: Uint8Array, message: RegExp) => ({
  run: () => readMachO(memorySource(bytes)),
  expected: {instanceOf: UnreadableError, message},
});

for (const bits of [32, 64] as const) {
  for (const endian of ['little', 'big'] as const) {
    test(`a ${bits}-bit ${endian}-endian image is read in its own byte order`, t => {
      const little = endian === 'little';
      const slice = read({
        bits,
        endian,
        cpuType: bits === 64 ? 0x01000012 : 18,
        cpuSubtype: 0,
        fileType: 6,
        commands: [
          {kind: 0xd, body: namedBody('/usr/lib/libme.dylib', [2, 0x10000, 0x10000], little)},
          {kind: 0xc, body: namedBody('/usr/lib/libSystem.B.dylib', [2, 0x10000, 0x10000], little)},
          {kind: 0x24, body: numberBody([0x000a0502, 0x000a0500], little)},
        ],
        symbols: [{name: '_PyDict_New', type: 1, description: 0x0100}],
      });
      t.like(slice, {
        machine: bits === 64 ? 'ppc64' : 'ppc',
        bits,
        endian,
        type: 'dylib',
        installName: '/usr/lib/libme.dylib',
        platform: 'macos',
        minimumOs: '10.5.2',
        undefinedSymbols: [{name: 'PyDict_New', weak: false, library: '/usr/lib/libSystem.B.dylib'}],
      });
    });
  }
}

test('each command that loads a library counts, in order, with its kind', t => {
  const library = (kind: number, name: string) => ({kind, body: namedBody(name, [2, 0, 0])});
  const slice = read({
    commands: [
      library(0xc, 'plain'),
      library(0x80000018, 'weak'),
      library(0x8000001f, 'reexported'),
      library(0x20, 'lazy'),
      library(0x80000023, 'upward'),
    ],
    symbols: [1, 2, 3, 4, 5].map(ordinal => ({name: `_f${ordinal}`, type: 1, description: ordinal << 8})),
  });
  t.deepEqual(slice?.needed, [
    {name: 'plain', weak: false, reexported: false},
    {name: 'weak', weak: true, reexported: false},
    {name: 'reexported', weak: false, reexported: true},
    {name: 'lazy', weak: false, reexported: false},
    {name: 'upward', weak: false, reexported: false},
  ]);
  t.deepEqual(
    slice?.undefinedSymbols.map(({library: from}) => from),
    ['plain', 'weak', 'reexported', 'lazy', 'upward'],
  );
});

test('a dylib_use_command says by flags that it is weak or re-exported', t => {
  // nameoff 28, marker 0x1a741800, current and compatible version, flags (macOS 15).
  const use = (flags: number, name: string) => ({
    kind: 0xc,
    body: namedBody(name, [0x1a741800, 0, 0, flags]),
  });
  const slice = read({commands: [use(1, 'weak'), use(2, 'reexported'), use(8, 'delayed')]});
  t.deepEqual(slice?.needed, [
    {name: 'weak', weak: true, reexported: false},
    {name: 'reexported', weak: false, reexported: true},
    {name: 'delayed', weak: false, reexported: false},
  ]);
});

for (const [platform, name] of [
  [1, 'macos'],
  [2, 'ios'],
  [6, 'mac-catalyst'],
  [7, 'ios-simulator'],
  [11, 'visionos'],
  [99, 'platform-99'],
] as const) {
  test(`platform ${platform} of LC_BUILD_VERSION is ${name}`, t => {
    const slice = read({commands: [{kind: 0x32, body: numberBody([platform, 0x000d0000, 0x000d0000, 0])}]});
    t.like(slice, {platform: name, minimumOs: '13.0'});
  });
}

test('a zippered image is one for macOS', t => {
  const build = (platform: number, version: number) => ({
    kind: 0x32,
    body: numberBody([platform, version, version, 0]),
  });
  const slice = read({commands: [build(6, 0x000d0100), build(1, 0x000a0f00)]});
  t.like(slice, {platform: 'macos', minimumOs: '10.15'});
});

test('LC_VERSION_MIN_IPHONEOS on an Intel machine is the simulator', t => {
  const commands = [{kind: 0x25, body: numberBody([0x000d0000, 0x000d0000])}];
  t.is(read({commands})?.platform, 'ios-simulator');
  t.is(read({commands, cpuType: 0x0100000c})?.platform, 'ios');
});

test('without such a command platform, version and identity are unknown', t => {
  t.like(read({}), {platform: null, minimumOs: null, uuid: null, installName: null, codeSignature: 'none'});
});

test('the subtype of arm64e is told without its capability bits', t => {
  t.like(read({cpuType: 0x0100000c, cpuSubtype: 0x80000002}), {machine: 'arm64', cpuSubtype: 2});
});

test('load commands that lie past the end of the file are refused', t => {
  const {run, expected} = truncated(buildMachO({}).subarray(0, 20), /header lies past the end/);
  t.throws(run, expected);
  const long = buildMachO({commands: [{kind: 0xc, body: namedBody('libz', [2, 0, 0])}]});
  const cut = truncated(long.subarray(0, 40), /load commands lie past the end of the file/);
  t.throws(cut.run, cut.expected);
});

for (const size of [0, 4, 7, 0xfffffff8]) {
  test(`a load command of the size ${size} is refused`, t => {
    const bytes = buildMachO({commands: [{kind: 0x1b, body: numberBody([1, 2, 3, 4])}]});
    new DataView(bytes.buffer).setUint32(36, size, true);
    const {run, expected} = truncated(bytes, /impossible size/);
    t.throws(run, expected);
  });
}

test('more commands than the header has room for are refused', t => {
  const bytes = buildMachO({commands: [{kind: 0x1b, body: numberBody([1, 2, 3, 4])}]});
  new DataView(bytes.buffer).setUint32(16, 0xffffffff, true);
  const {run, expected} = truncated(bytes, /past the end of the load commands/);
  t.throws(run, expected);
});

test('a library name outside of its command is refused', t => {
  const {run, expected} = truncated(
    buildMachO({commands: [{kind: 0xc, body: numberBody([4000, 0, 0, 0])}]}),
    /lies outside/,
  );
  t.throws(run, expected);
});

test('a segment past the end of the file is refused, as dyld refuses it', t => {
  const body = (fileSize: number) => {
    const bytes = new Uint8Array(64);
    bytes.set(Buffer.from('__LINKEDIT'));
    new DataView(bytes.buffer).setBigUint64(40, BigInt(fileSize), true);
    return bytes;
  };
  t.notThrows(() => read({commands: [{kind: 0x19, body: body(64)}]}));
  const {run, expected} = truncated(
    buildMachO({commands: [{kind: 0x19, body: body(1 << 20)}]}),
    /__LINKEDIT lies past the end/,
  );
  t.throws(run, expected);
});
