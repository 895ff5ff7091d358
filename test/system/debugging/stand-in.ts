import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder} from '../../builders/tools.ts';

/** The smallest document that the walker may write. */
export const SMALL = {
  schemaVersion: 1,
  debugger: {name: 'gdb', version: '13.1'},
  process: {id: 7, executable: '/usr/bin/python3'},
  python: {version: '3.12.1', isFreeThreaded: false, layout: 'table'},
  signal: null,
  abortMessage: null,
  threads: [],
  threadsCut: 0,
  modules: [],
  problems: [],
} as const;

/**
 * A stand-in for gdb: a shell script of its name, which finds the file of `pyxdbg-report` in `$output`. What the real
 * one does is shown in test/compare/debugging.
 */
export function standInGdb(script: string): string {
  const file = join(temporaryFolder(), 'gdb');
  const findOutput = `for word; do case $word in pyxdbg-report*) output=$(printf '%s' "$word" | sed 's/.*"output":"\\([^"]*\\)".*/\\1/');; esac; done`;
  writeFileSync(file, `#!/bin/sh\n${findOutput}\n${script}\n`, {mode: 0o755});
  return file;
}
