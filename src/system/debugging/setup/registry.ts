import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {UserError} from '../../../errors.ts';
import {loadExeca} from '../../programs.ts';

const TIMEOUT_MS = 60_000;

/** What `reg query` prints of a key; null where there is none. */
export async function queryKey(key: string): Promise<string | null> {
  const execa = await loadExeca();
  const {stdout, exitCode} = await execa('reg', ['query', key], {reject: false, timeout: TIMEOUT_MS});
  return exitCode === 0 ? stdout : null;
}

/** Imports a .reg file's text. Throws a UserError where Windows refuses: keys of the machine are an administrator's. */
export async function importRegistry(text: string, again: string): Promise<void> {
  const execa = await loadExeca();
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-reg-'));
  try {
    const file = join(folder, 'pyxdbg.reg');
    writeFileSync(file, `\uFEFF${text}`, 'utf16le');
    const {failed, all} = await execa('reg', ['import', file], {
      reject: false,
      all: true,
      timeout: TIMEOUT_MS,
    });
    if (!failed) return;
    throw new UserError({
      what: `was not changed${all === undefined || all.trim() === '' ? '' : `: ${all.trim()}`}`,
      where: 'the registry',
      advice: `run \`${again}\` in a terminal that was started as administrator`,
    });
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
