import type {Traceback} from '../traceback/model.ts';

/** What was looked at, and by what: `CPython 3.13.0, process 5950, by gdb 13.1`. */
export function aboutWords({python, process: {id}, debugger: by}: Traceback): string {
  return [
    ...(python === null ? [] : [`CPython ${python.version}${python.isFreeThreaded ? ' free-threaded' : ''}`]),
    ...(id === null ? [] : [`process ${id}`]),
    `by ${by.name} ${by.version}`,
  ].join(', ');
}
