import {cpSync, existsSync, mkdirSync, symlinkSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {findSubjects, type Subject} from '../../../../scripts/debug-matrix/interpreters.ts';
import {host} from '../../../../scripts/debug-matrix/world.ts';
import {temporaryFolder} from '../../../builders/tools.ts';

/** The interpreters of this machine that have their headers. */
export const subjects = findSubjects().filter(
  ({version, build, world, headers}) =>
    build === 'full' &&
    world === host &&
    Number(version.slice(2)) >= 8 &&
    existsSync(join(headers, 'Python.h')),
);
/** Those of the system have their interpreter in the program, and no headers but their own. */
export const systemPython = subjects.find(({executable}) => executable.startsWith('/usr/bin/'));

/** An interpreter in a prefix of its own, which has no headers yet. */
export interface OwnPython {
  readonly subject: Subject;
  /** Where its headers are looked for. */
  readonly include: string;
}

/** A copy of an interpreter whose libpython is in its program; its modules are those of the original. */
export function ownPython(subject: Subject): OwnPython {
  const prefix = temporaryFolder();
  const program = join(prefix, 'bin', basename(subject.executable));
  mkdirSync(dirname(program));
  cpSync(subject.executable, program);
  symlinkSync(join(dirname(dirname(subject.executable)), 'lib'), join(prefix, 'lib'));
  return {
    subject: {...subject, executable: program},
    include: join(prefix, 'include', `python${subject.version}`),
  };
}

/** Gives it a copy of headers, Debian's pyconfig.h in a folder beside included. */
export function copyHeaders(from: string, to: string): void {
  cpSync(from, to, {recursive: true, dereference: true});
  const beside = join(dirname(from), 'x86_64-linux-gnu', basename(from));
  if (existsSync(beside))
    cpSync(beside, join(dirname(to), 'x86_64-linux-gnu', basename(to)), {recursive: true});
}
