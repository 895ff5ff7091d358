import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {splitLine} from '../../src/calls/program-line.ts';
import Attach from '../../src/commands/attach.ts';
import Core from '../../src/commands/core/index.ts';
import CorePack from '../../src/commands/core/pack.ts';
import Debug from '../../src/commands/debug.ts';
import Dump from '../../src/commands/dump.ts';
import Run from '../../src/commands/run.ts';

const docs = new URL('../../docs/', import.meta.url);
const PAGES = ['debugging.md', 'run.md', 'core.md', 'traceback.md', '../README.md'] as const;
const COMMANDS = {
  run: Run,
  debug: Debug,
  dump: Dump,
  attach: Attach,
  'core pack': CorePack,
  core: Core,
} as const;

const textOf = (page: string): string => readFileSync(new URL(page, docs), 'utf8');

/** The lines of `pyxdbg COMMAND` in a page's code, cut where the program's own words begin. */
function callsIn(text: string) {
  const code = [...text.matchAll(/^```\w*\n(.*?)^```/gms), ...text.matchAll(/`(pyxdbg [^`\n]*)`/g)];
  return code.flatMap(([, part = '']) =>
    [...part.matchAll(/\bpyxdbg ((run|debug|dump|attach|core pack|core)\b[^;\n]*)/g)].flatMap(
      ([, line = '', name = '']) => {
        const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
        if (!command) return [];
        // Two blanks begin the remark behind a call.
        const [call = ''] = line.slice(name.length).split(/ {2,}/);
        const words = call.trim().split(/\s+/);
        const own = command === Run || command === Debug ? splitLine(words, command.flags).own : words;
        const options = own.filter(word => /^--?\w/.test(word)).map(word => word.replace(/=.*/, ''));
        return [{call: `${name} ${call.trim()}`, flags: command.flags, options}];
      },
    ),
  );
}

type Flags = Readonly<Record<string, {readonly char?: string | undefined}>>;

function isKnown(option: string, flags: Flags): boolean {
  return option.startsWith('--')
    ? option === '--help' || option.slice(2) in flags
    : Object.values(flags).some(({char}) => char === option.slice(1));
}

for (const page of PAGES) {
  test(`${page}: every option in a call of a debugging command exists`, t => {
    const calls = callsIn(textOf(page));
    t.true(calls.length >= 1);
    for (const {call, flags, options} of calls) {
      for (const option of options) t.true(isKnown(option, flags), `pyxdbg ${call}: ${option}`);
    }
  });

  test(`${page}: no dead link`, t => {
    const targets = [...textOf(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    const local = targets.filter(target => !/^https?:/.test(target));
    t.deepEqual(
      local.filter(target => !existsSync(new URL(target, new URL(page, docs)))),
      [],
    );
  });
}

for (const page of ['debugging.md', 'run.md', 'core.md', 'traceback.md']) {
  test(`${page}: text stays within 80 columns`, t => {
    const prose = textOf(page).replaceAll(/^```.*?^```$/gms, '');
    t.deepEqual(
      prose.split('\n').filter(line => line.length > 80 && !line.startsWith('|')),
      [],
    );
  });
}

for (const [page, flags] of [
  ['run.md', Run.flags],
  ['core.md', {...Core.flags, ...CorePack.flags}],
] as const) {
  test(`${page}: the table of options names those of the command, and no other`, t => {
    const [, table = ''] = textOf(page).split(/^## Options$/m);
    const named = new Set([...table.matchAll(/`(--[\w-]+)/g)].map(([, option = '']) => option));
    // Told on the page as what the command does not have.
    if (page === 'run.md') named.delete('--json');
    for (const option of named) t.true(isKnown(option, flags), option);
  });
}
