import type {BinaryFacts, Machine} from '../../binary/facts.ts';
import {UserError} from '../../errors.ts';
import {type SplitTool, splitTools} from '../../symbols/publish/split-tools.ts';
import {splitPrograms} from '../../toolchains/split-programs.ts';
import {readTable} from '../table-files.ts';
import {findProgram} from './find-program.ts';

/** Machines by the name that Node has for its own. */
const HOSTS: Readonly<Partial<Record<NodeJS.Architecture, Machine>>> = {
  x64: 'x86_64',
  ia32: 'x86',
  arm: 'arm',
  arm64: 'arm64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loongarch64',
};

/**
 * The programs at hand that can split a binary, best first, by their paths; at least one. Throws a UserError that says
 * what to install. `path`: as the user knows the binary.
 */
export function splitToolsAtHand(
  path: string,
  facts: BinaryFacts,
  find: (name: string) => string | null = findProgram,
): readonly SplitTool[] {
  const machine = machineOf(facts);
  const host = process.platform === 'linux' ? (HOSTS[process.arch] ?? null) : null;
  const {tools, install} = splitTools(splitPrograms(readTable), {format: facts.format, machine, host});
  const found = tools.flatMap(tool => {
    const program = find(tool.program);
    const strip = tool.strip === null ? null : find(tool.strip);
    return program === null || (tool.strip !== null && strip === null) ? [] : [{...tool, program, strip}];
  });
  if (found.length > 0) return found;
  throw new UserError({
    what: `no program on PATH takes debug information out of a binary for ${machine}`,
    where: path,
    advice: `install ${install}`,
  });
}

/** Of the first slice of a Mach-O file. */
export function machineOf(facts: BinaryFacts): Machine {
  return facts.format === 'macho' ? (facts.slices[0]?.machine ?? 'unknown') : facts.machine;
}
