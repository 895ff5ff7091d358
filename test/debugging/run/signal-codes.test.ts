import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {seenSignal} from '../../../src/debugging/run/crash-message.ts';
import {signalWords} from '../../../src/debugging/verdict/signal-words.ts';
import {toolNamed} from '../../builders/tools.ts';

const HEADER = '/usr/include/asm-generic/siginfo.h';
const WALKER = fileURLToPath(new URL('../../../templates/runtime/walker', import.meta.url));
const TABLES = `
import json, sys
sys.path.insert(0, sys.argv[1])
from pyxdbg_walker.signals import NAMES, code_name
codes = range(int(sys.argv[2]), int(sys.argv[3]))
json.dump([[number, name, [code_name(number, code) for code in codes]] for number, name in NAMES.items()], sys.stdout)
`;
const [FIRST, END] = [-64, 256];
const numbers = Array.from({length: END - FIRST}, (_, at) => FIRST + at);

/** By signal, the prefix of its codes in the header. */
const PREFIXES = {SIGSEGV: 'SEGV', SIGBUS: 'BUS', SIGFPE: 'FPE', SIGILL: 'ILL'} as const;

const seen = (signal: number, name: string, code: number) =>
  seenSignal({pid: 1, tid: 1, signal, code}, new Map([[signal, name]]));

const python = toolNamed('python3');

(python === null ? test.skip : test)(
  `the walker and the crash handler name a signal's codes alike${python === null ? ' (skipped: no python3)' : ''}`,
  t => {
    const words = ['-I', '-c', TABLES, WALKER, String(FIRST), String(END)];
    const tables: [number, string, (string | null)[]][] = JSON.parse(
      execFileSync(python ?? '', words, {encoding: 'utf8'}),
    );
    t.true(tables.length >= Object.keys(PREFIXES).length);
    for (const [number, name, codes] of tables) {
      t.deepEqual(
        numbers.map(code => seen(number, name, code).code),
        codes,
        name,
      );
    }
  },
);

const absent = existsSync(HEADER) ? '' : ` (skipped: no ${HEADER})`;

(absent === '' ? test : test.skip)(
  `every code of a fault in this machine's header has its name${absent}`,
  t => {
    const text = readFileSync(HEADER, 'utf8');
    for (const [name, prefix] of Object.entries(PREFIXES)) {
      // Names with underscores before them are the kernel's own, for other processors.
      const defined = [...text.matchAll(new RegExp(`^#\\s*define\\s+(${prefix}_\\w+)\\s+(\\d+)\\b`, 'gm'))];
      t.true(defined.length >= 3, name);
      for (const [, code, value] of defined) t.is(seen(1, name, Number(value)).code, code ?? '');
    }
    for (const [, code, value] of text.matchAll(/^#\s*define\s+(SI_USER|SI_TKILL|SI_KERNEL)\s+(\S+)/gm))
      t.is(seen(1, 'SIGSEGV', Number(value)).code, code ?? '');
  },
);

test('a fault other than SIGSEGV is told in words, whichever code it has', t => {
  for (const name of ['SIGBUS', 'SIGFPE', 'SIGILL'] as const) {
    const codes = numbers.map(code => seen(1, name, code)).filter(({code}) => code !== null);
    const own = codes.filter(({code}) => code?.startsWith(PREFIXES[name]));
    t.true(own.length >= 3, name);
    for (const signal of own) t.regex(signalWords(signal), /: \S/, `${signal.code}`);
  }
});
