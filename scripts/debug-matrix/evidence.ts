import {execFileSync} from 'node:child_process';
import {PROGRAMS} from '../../test/compare/debugging/programs/programs.ts';
import type {Cell} from './cells.ts';
import {debuggerOf} from './debuggers.ts';
import {WANTED} from './interpreters.ts';
import {faultsOf} from './line.ts';
import {host, sidWorld} from './world.ts';

/** The page with what the matrix showed. */
export function evidenceOf(cells: readonly Cell[]): string {
  const ran = cells.filter(({outcome}) => outcome.kind !== 'cannot run');
  const good = ran.filter(cell => faultsOf(cell).length === 0);
  const judged = ran.filter(({outcome}) => outcome.kind === 'report' && outcome.pyBt !== null);
  const agreeing = judged.filter(({outcome}) => outcome.kind === 'report' && outcome.pyBt === '');
  return `# Merged tracebacks: what was shown

Written by \`node scripts/debug-matrix.ts\` on ${new Date().toISOString().slice(0, 10)}; do not edit.

Programs with planted faults ([programs.ts](../../test/compare/debugging/programs/programs.ts)) whose frames, lines and
verdict are known beforehand, on each CPython, with its symbols and stripped of all but what the loader needs, looked at
by gdb and lldb: started by the debugger (live), attached to (a running process as \`dump\` does it, a crashing one as
\`run\` does it), and from a core. A cell is right where every Python frame with its line, every C frame of the module
with its line, their order and the verdict are as known, and the Python frames equal those of CPython's own \`py-bt\` on
the interpreter with symbols.

Of ${cells.length} cells ${ran.length} ran, and ${good.length} are right. \`py-bt\` had an answer for ${judged.length}; the
Python frames of ${agreeing.length} of them are the same.

${debuggers()}

${(['full', 'stripped'] as const).map(build => table(cells, build)).join('\n')}
${section('Not right', ran, faultsOf)}
${section('Cannot run', cells, ({outcome}) => (outcome.kind === 'cannot run' ? [outcome.reason] : []))}${absent(cells)}`;
}

/** Interpreters that the matrix should have, and that are not there. */
function absent(cells: readonly Cell[]): string {
  const there = new Set(cells.map(({interpreter}) => interpreter));
  const missing = WANTED.filter(name => !there.has(name));
  return missing.length === 0 ? '' : `- not on this machine: ${missing.join(', ')}\n`;
}

function debuggers(): string {
  const versions = [host, sidWorld()].flatMap(world =>
    world === null
      ? []
      : (['gdb', 'lldb'] as const).map(name => {
          const [program = '', ...words] = world.enter([
            world === host ? (debuggerOf(host, name, '')?.program ?? name) : name,
            '--version',
          ]);
          const [first = ''] = execFileSync(program, words, {encoding: 'utf8'}).split('\n');
          return `${first} (${world === host ? 'this system' : 'Debian sid'})`;
        }),
  );
  return `Debuggers: ${versions.join(', ')}.`;
}

/** Right cells of those that ran, by program and interpreter: two debuggers, three ways each. */
function table(cells: readonly Cell[], build: 'full' | 'stripped'): string {
  const own = cells.filter(one => one.build === build);
  const interpreters = WANTED.filter(name => own.some(({interpreter}) => interpreter === name));
  const programs = PROGRAMS.map(({name}) => name).filter(name => own.some(({program}) => program === name));
  const rows = programs.map(program => {
    const counts = interpreters.map(name => {
      const ran = own.filter(
        one => one.program === program && one.interpreter === name && one.outcome.kind !== 'cannot run',
      );
      return ran.length === 0
        ? '-'
        : `${ran.filter(cell => faultsOf(cell).length === 0).length}/${ran.length}`;
    });
    const kind = own.find(one => one.program === program)?.fault;
    return [`${program} (${kind})`, ...counts];
  });
  const head = ['program', ...interpreters];
  const lines = [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`);
  return `## ${build === 'full' ? 'With symbols' : 'Stripped'}\n\n${lines.join('\n')}\n`;
}

/** Cells under what is said of them. */
function section(title: string, cells: readonly Cell[], says: (cell: Cell) => readonly string[]): string {
  const byReason = new Map<string, string[]>();
  for (const cell of cells) {
    const reason = says(cell).join('; ');
    if (reason === '') continue;
    const {program, interpreter, build, engine, way} = cell;
    const name = `${program} on ${interpreter}, ${build}, ${engine}, ${way}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  const items = [...byReason].map(([reason, names]) => `- ${reason}\n  (${names.join('; ')})`);
  return `## ${title}\n\n${items.length === 0 ? 'None.' : items.join('\n')}\n`;
}
