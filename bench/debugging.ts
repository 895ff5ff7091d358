/**
 * Tracebacks of processes beside pystack, py-spy and gdb with CPython's own commands: what each finds, and what it
 * takes, in turns on the same processes. Usage: node bench/debugging.ts [ROUNDS] [INTERPRETER,...]. Needs bench/setup.sh,
 * gdb and lldb, gcc, and the interpreters of scripts/debug-matrix.
 */
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildExtensions} from '../scripts/debug-matrix/extensions.ts';
import {findSubjects, type Subject} from '../scripts/debug-matrix/interpreters.ts';
import {type Start, settledPid, startProgram} from '../scripts/debug-matrix/process.ts';
import {PROGRAMS, type Program} from '../test/compare/debugging/programs/programs.ts';
import {contenders} from './debugging/contenders.ts';
import {type Found, foundBy} from './debugging/found.ts';
import {type Cost, measure} from './measure.ts';
import {printMachine} from './table.ts';

const rounds = Number(process.argv[2] ?? '5');
const wanted = (process.argv[3] ?? '3.8,3.11,3.13').split(',');
const BASE = 'pystack 1.7.2';
const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));

async function compare(subject: Subject, program: Program, extensions: string): Promise<void> {
  const own = join(folder, `${subject.name}-${subject.build}-${program.name}`);
  mkdirSync(own);
  const start: Start = {subject, program, extensions, folder: own};
  const child = startProgram(start);
  try {
    const pid = await settledPid(start);
    const output = join(own, 'walker.json');
    const all = contenders(pid, subject, output);
    const found = new Map(all.map(one => [one.name, foundBy(one, output)]));
    const costs = measure(all, rounds);
    print(`${program.name} on CPython ${subject.name}, ${subject.build}`, costs, found);
  } finally {
    child.kill('SIGKILL');
  }
}

function print(title: string, costs: readonly Cost[], found: ReadonlyMap<string, Found>): void {
  const base = costs.find(({name}) => name === BASE);
  const yes = (is: boolean | undefined): string => (is ? 'yes' : 'no');
  const rows = costs.map(({name, wallSeconds, cpuSeconds, maxRssMib}) => {
    const one = found.get(name);
    return [
      name,
      ...[
        one?.pythonFrames,
        one?.cLines,
        yes(one?.hasCLocals),
        yes(one?.hasPythonLocals),
        yes(one?.saysDeadlock),
      ],
      ...[`${wallSeconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s`, `${maxRssMib.toFixed(0)} MiB`],
      `${(wallSeconds / (base?.wallSeconds ?? Number.NaN)).toFixed(2)}x`,
    ];
  });
  const head = [
    '',
    'Python frames',
    'C lines',
    'C locals',
    'Python locals',
    'deadlock',
    'wall',
    'CPU',
    'memory',
    `wall, of ${BASE}`,
  ];
  const lines = [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`);
  console.log(`\n${title}\n\n${lines.join('\n')}`);
}

try {
  printMachine();
  const programs = PROGRAMS.filter(({name}) => ['hang', 'deadlock'].includes(name));
  for (const subject of findSubjects().filter(({name}) => wanted.includes(name))) {
    const extensions = buildExtensions(subject, programs, folder);
    for (const program of programs) await compare(subject, program, extensions);
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
