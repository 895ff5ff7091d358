import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder} from '../../builders/tools.ts';

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
