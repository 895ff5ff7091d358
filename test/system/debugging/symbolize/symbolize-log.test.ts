import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {symbolizeAddresses} from '../../../../src/system/debugging/symbolize/symbolize-addresses.ts';
import {symbolizeLog} from '../../../../src/system/debugging/symbolize/symbolize-log.ts';
import {temporaryFolder, toolNamed} from '../../../builders/tools.ts';

const SOURCE = `int inner(int *p) {
    return *p;
}
int outer(int *p) {
    int found = inner(p);
    return found + 1;
}
`;

const noCompiler = toolNamed('gcc') === null || toolNamed('nm') === null ? ' (skipped: no gcc)' : '';
const real = noCompiler === '' ? test : test.skip;

/** A library of two functions, and where nm says that they are. */
function library(...options: readonly string[]): {
  readonly file: string;
  readonly symbols: ReadonlyMap<string, number>;
} {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'two.c'), SOURCE);
  execFileSync('gcc', ['-shared', '-fPIC', '-O0', ...options, 'two.c', '-o', 'two.so'], {cwd: folder});
  const file = join(folder, 'two.so');
  const symbols = new Map(
    execFileSync('nm', [file], {encoding: 'utf8'})
      .split('\n')
      .map(line => line.split(' '))
      .map(([address = '', , name = '']) => [name, Number.parseInt(address, 16)] as const),
  );
  return {file, symbols};
}

async function symbolized(
  log: string | readonly string[],
  folders: readonly string[] = [],
  named: ReadonlyMap<string, string> = new Map(),
) {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of [log].flat()) yield Buffer.from(chunk);
  };
  const frames = [];
  let text = '';
  for await (const {bytes, frame} of symbolizeLog(chunks(), {named, folders})) {
    text += bytes.toString();
    if (frame) frames.push(frame);
  }
  return {text, frames};
}

for (const dwarf of ['-gdwarf-2', '-gdwarf-3', '-gdwarf-4', '-gdwarf-5']) {
  real(`our own reader finds the lines of ${dwarf}${noCompiler}`, async t => {
    const {file, symbols} = library('-g', dwarf);
    const [inner, outer] = [symbols.get('inner') ?? 0, symbols.get('outer') ?? 0];
    const found = await symbolizeAddresses(
      {module: file, format: 'elf', debugFile: null, addresses: [inner, outer + 4, 0]},
      {only: 'own'},
    );
    t.like(found[0]?.[0], {function: 'inner', line: 1});
    t.regex(found[0]?.[0]?.file ?? '', /\/two\.c$/);
    t.like(found[1]?.[0], {function: 'outer', line: 4});
    t.deepEqual(found[2], []);
  });
}

real(`a stripped library gives the names that it exports, and no lines${noCompiler}`, async t => {
  const {file, symbols} = library('-s');
  const inner = symbols.get('inner');
  t.is(inner, undefined);
  const address = Number.parseInt(
    execFileSync('nm', ['-D', file], {encoding: 'utf8'}).match(/(\w+) T inner/)?.[1] ?? '0',
    16,
  );
  const found = await symbolizeAddresses(
    {module: file, format: 'elf', debugFile: null, addresses: [address]},
    {only: 'own'},
  );
  t.deepEqual(found, [[{function: 'inner', file: null, line: null}]]);
});

real(`a caller's frame gives the line of the call, not that behind it${noCompiler}`, async t => {
  const {file, symbols} = library('-g');
  const code = execFileSync('objdump', ['-d', '--no-show-raw-insn', file], {encoding: 'utf8'});
  const [, call = ''] = /<outer>:[\s\S]*?call[^\n]*\n\s*([0-9a-f]+):/.exec(code) ?? [];
  const inner = (symbols.get('inner') ?? 0).toString(16);
  const log = `  Binary file "${file}", at +0x${call} [0x7f00]\n${file}+0x${inner}\n`;
  const {frames, text} = await symbolized(log);
  t.like(frames[0]?.places[0], {function: 'outer', line: 5});
  t.is(frames[1]?.path, file);
  t.regex(text, /\[0x7f00\] {2}-> outer, .*two\.c:5\n/);
});

real(
  `a module is found by its name in folders, or where the user says; else the line says so${noCompiler}`,
  async t => {
    const {file, symbols} = library('-g');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deep/er'), {recursive: true});
    copyFileSync(file, join(folder, 'deep/er/mod.so'));
    const log = `mod.so+0x${(symbols.get('inner') ?? 0).toString(16)}\n`;
    t.is((await symbolized(log, [folder])).frames[0]?.path, join(folder, 'deep/er/mod.so'));
    t.is((await symbolized(log, [], new Map([['mod.so', file]]))).frames[0]?.path, file);
    const missing = await symbolized(log);
    t.is(missing.frames[0]?.problem, 'is not on this machine');
    t.is(missing.text, log);
  },
);

real(`a file of another build than the log's is not used${noCompiler}`, async t => {
  const {file} = library('-g', '-Wl,--build-id=0x1234');
  const log = (id: string) => `    #1 0x7f00 (${file}+0x1100) (BuildId: ${id})\n`;
  t.is((await symbolized(log('1234'))).frames[0]?.problem, null);
  t.regex((await symbolized(log('abcd'))).frames[0]?.problem ?? '', /another build \(1234\)/);
});

real(
  `stacks of two processes, and one that comes in two chunks, are read as one each is${noCompiler}`,
  async t => {
    const {file, symbols} = library('-g');
    const inner = symbols.get('inner') ?? 0;
    const line = (base: number, offset: number) =>
      `  Binary file "${file}", at +0x${offset.toString(16)} [0x${(base + offset).toString(16)}]\n`;
    const twice = await symbolized(`${line(0x7f0000, inner + 1)}between\n${line(0x8f0000, inner + 1)}`);
    t.deepEqual(
      twice.frames.map(({line, problem}) => ({line, problem})),
      [
        {line: 1, problem: null},
        {line: 3, problem: null},
      ],
    );
    const outer = symbols.get('outer') ?? 0;
    // The second frame is a caller's: the byte before the function's first is another's.
    const plain = [`${file}+0x${inner.toString(16)}\n`, `${file}+0x${outer.toString(16)}\n`];
    const together = await symbolized(plain.join(''));
    t.is(together.frames[1]?.places[0]?.function, 'inner');
    t.deepEqual(await symbolized(plain), together);
  },
);

real(`what is no binary, or has no code there, is said${noCompiler}`, async t => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'text.so'), 'no library');
  t.is((await symbolized(`${join(folder, 'text.so')}+0x10\n`)).frames[0]?.problem, 'is no binary');
  const {file} = library('-g');
  t.is((await symbolized(`${file}+0xfffffff\n`)).frames[0]?.problem, 'has no code at that offset');
});
