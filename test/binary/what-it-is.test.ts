import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {whatItIs} from '../../src/binary/what-it-is.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const told = (bytes: Uint8Array) => whatItIs(bytes.subarray(0, 512), bytes.length);

const LFS_POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`;

const LINKER_SCRIPT = `/* GNU ld script
   Use the shared library, but some functions are only in
   the static library, so try that secondarily.  */
OUTPUT_FORMAT(elf64-x86-64)
GROUP ( /lib/x86_64-linux-gnu/libc.so.6 AS_NEEDED ( /lib64/ld-linux-x86-64.so.2 ) )
`;

const TEXTS: readonly (readonly [string, string, RegExp])[] = [
  ['a Git LFS pointer', LFS_POINTER, /Git LFS pointer/],
  ['an HTML page', '<!DOCTYPE html>\n<html><body>404</body></html>', /HTML page/],
  ['an HTML page without a document type', '  <html lang="en"><head>', /HTML page/],
  ['an XML document', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', /XML document/],
  ['a script', '#!/usr/bin/env python3\nprint(1)\n', /script \(#!\/usr\/bin\/env\)/],
  ['a linker script of glibc', LINKER_SCRIPT, /linker script/],
  ['a linker script of libc++', 'INPUT(libc++.so.1 -lc++abi)', /linker script/],
  ['other text', 'Not found\n', /text that begins with "Not found"/],
  ['text in another script', `\uFEFFنص ${'ا'.repeat(300)}`, /text that begins with "نص/],
];

for (const [what, text, detail] of TEXTS) {
  test(`${what} is told`, t => {
    const {reason, detail: actual} = told(Buffer.from(text));
    t.is(reason, 'not-a-binary');
    t.regex(actual, detail);
  });
}

test('an empty file is told', t => {
  t.deepEqual(told(new Uint8Array(0)), {reason: 'not-a-binary', detail: 'it is empty'});
});

test('a file of zeros is told as an unfinished download', t => {
  t.regex(told(new Uint8Array(4096)).detail, /zeros/);
});

test('bytes that are nothing known are shown', t => {
  const {reason, detail} = told(Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4, 5));
  t.is(reason, 'not-a-binary');
  t.is(detail, 'it begins with de ad be ef 01 02 03 04, as no binary does');
});

test('one byte is enough to ask about', t => {
  t.regex(told(Uint8Array.of(0x7f)).detail, /begins with 7f/);
});

test('gzip data is told', t => {
  t.regex(told(gzipSync('x')).detail, /gzip/);
});

// First bytes: RFC 1740 (AppleDouble), JVM specification 4.1 (class), WebAssembly core specification 5.5.16.
const MAGICS: readonly (readonly [string, readonly number[], RegExp])[] = [
  ['an AppleDouble file', [0, 5, 0x16, 7, 0, 2, 0, 0], /AppleDouble/],
  ['a Java class', [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52], /Java class/],
  ['a zip archive', [0x50, 0x4b, 3, 4, 20, 0], /zip archive/],
];

for (const [what, bytes, detail] of MAGICS) {
  test(`${what} is told`, t => {
    t.regex(told(Uint8Array.from(bytes)).detail, detail);
  });
}

test('WebAssembly is unsupported, not something else', t => {
  t.is(told(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)).reason, 'unsupported');
});

/** Runs a compiler or an archiver on a small source; skipped by name where it is missing. */
function built(
  title: string,
  tools: readonly string[],
  detail: RegExp,
  build: (c: string, out: string) => string[][],
) {
  const paths = tools.map(tool => toolNamed(tool));
  const missing = tools.filter((_, index) => paths[index] === null);
  if (missing.length > 0) {
    test.skip(`${title} (needs ${missing.join(', ')})`, t => t.fail());
    return;
  }
  test(title, t => {
    const folder = temporaryFolder();
    const source = join(folder, 'source.c');
    const out = join(folder, 'out');
    writeFileSync(source, 'int answer(void) { return 42; }\n');
    for (const [tool = '', ...args] of build(source, out)) execFileSync(tool, args);
    const {reason, detail: actual} = told(readFileSync(out));
    t.is(reason, 'unsupported');
    t.regex(actual, detail);
  });
}

const MINGW = 'x86_64-w64-mingw32-gcc';

built('an object of MinGW is told', [MINGW], /COFF object/, (c, out) => [[MINGW, '-c', c, '-o', out]]);
built('a static library is told', ['gcc', 'ar'], /static library/, (c, out) => [
  ['gcc', '-c', c, '-o', `${out}.o`],
  ['ar', 'rcs', out, `${out}.o`],
]);
built('a thin static library is told', ['gcc', 'ar'], /thin static library/, (c, out) => [
  ['gcc', '-c', c, '-o', `${out}.o`],
  ['ar', 'rcsT', out, `${out}.o`],
]);
built('LLVM bitcode is told', ['clang-16'], /bitcode/, (c, out) => [
  ['clang-16', '-c', '-emit-llvm', c, '-o', out],
]);
