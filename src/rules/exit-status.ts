import {EXIT} from '../errors.ts';
import type {CheckReport} from '../report/report.ts';
import type {Severity} from './finding.ts';
import {isAtLeast} from './verdict.ts';

/** 2 where a path could not be read, else 1 where a finding fails, else 0. `exitZero` leaves findings out. */
export function exitStatus(report: CheckReport, failOn: Severity, exitZero: boolean): number {
  if (report.artefacts.some(({error}) => error !== undefined)) return EXIT.usage;
  const fails = report.artefacts.some(({binaries}) =>
    binaries.some(({verdict}) => verdict !== 'ok' && isAtLeast(verdict, failOn)),
  );
  return fails && !exitZero ? EXIT.findings : EXIT.clean;
}
