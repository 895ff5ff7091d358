import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {debugOffsetsFields} from '../../../debugging/layout/debug-offsets-fields.ts';
import type {HeaderFolder} from '../../../debugging/layout/header-folders.ts';
import {NO_COMPILER, uncompiled} from '../../../debugging/layout/missing-words.ts';
import {type ProbedLayout, probedLayout, withoutRefused} from '../../../debugging/layout/probe-object.ts';
import {compileC} from '../compile-c.ts';

/** Fields that are gone show in one try, headers that are gone one after the other. */
const TRIES = 6;
const WORDS = ['-c', '-O0', '-w', '-fno-lto', '-fmax-errors=0'];

/** What the probe says when it is compiled with these headers; else why it cannot be. Nothing that was made is run. */
export async function compileProbe(
  probe: string,
  {path, config}: HeaderFolder,
  env: NodeJS.ProcessEnv,
): Promise<ProbedLayout | {readonly missing: string}> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-layout-'));
  const source = join(folder, 'layout-probe.c');
  const made = join(folder, 'probe.o');
  // Debian's pyconfig.h leads on to one in a folder beside.
  const headers = ['-I', path, '-I', join(path, 'internal'), '-I', config, '-idirafter', dirname(path)];
  try {
    for (let text = probe, tries = 0; ; tries += 1) {
      writeFileSync(source, text);
      const compiled = await compileC([...WORDS, ...headers, source], made, env);
      if (compiled.kind === 'no-compiler') return {missing: NO_COMPILER};
      if (compiled.kind === 'made') {
        return probedLayout(readFileSync(made)) ?? {missing: uncompiled(path, 'its object has no values')};
      }
      const shorter = tries < TRIES ? withoutRefused(text, source, compiled.said) : null;
      if (shorter === null) return {missing: uncompiled(path, compiled.said)};
      text = shorter;
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The fields of debug_offsets, as a folder of headers has them; none for a CPython without. */
export function debugOffsetsIn(headers: string): readonly string[] {
  const internal = join(headers, 'internal');
  return (
    readdirSync(internal)
      .filter(name => name.endsWith('.h'))
      .map(name => debugOffsetsFields(readFileSync(join(internal, name), 'utf8')))
      .find(fields => fields.length > 0) ?? []
  );
}
