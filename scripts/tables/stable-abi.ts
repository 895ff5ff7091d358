/**
 * Makes toolchains/stable-abi.txt: the names of CPython's stable ABI, from which version on, and from which version real
 * interpreters have them.
 *
 * The declared version is not the whole truth: the python3.dll of 3.8 and 3.9 lacks some thirty names (a name there
 * counts only when the pythonXY.dll that it forwards to exports it), and Linux' 3.9 lacks PyCFunction_New. Where the
 * measured versions have a gap, the floor is the first version after it.
 *
 * `node scripts/tables/stable-abi.ts ABI3INFO_WHEEL` (pip download --no-deps abi3info==2026.9.25), after exports.ts
 */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {compareVersions, formatVersion, type PythonVersion} from '../../src/python/version.ts';
import {exportTables} from '../../src/toolchains/exports.ts';
import type {ExportPlatform} from '../../src/toolchains/toolchains.ts';
import {sorted, usage, writeTextTable} from './table-text.ts';
import {wheelText} from './wheel-member.ts';

const [wheel] = process.argv.slice(2);
if (wheel === undefined) usage('stable-abi.ts ABI3INFO_WHEEL');

const tables = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'toolchains');
const exportsOf = exportTables(name => readFileSync(join(tables, name), 'utf8'));

/** `null` where no measured version has the name. */
function firstWithoutGap(
  name: string,
  added: PythonVersion,
  platform: ExportPlatform,
): PythonVersion | null | 'unmeasured' {
  const measured = exportsOf.versions(platform).filter(([major]) => major === 3);
  const due = measured.filter(version => compareVersions(version, added) >= 0);
  if (due.length === 0) return 'unmeasured';
  const having = exportsOf.versionsWith(platform, name);
  const has = (version: PythonVersion) => having.some(one => compareVersions(one, version) === 0);
  const missing = due.findLastIndex(version => !has(version));
  if (missing < 0) return added;
  return due[missing + 1] ?? null;
}

const python = wheelText(wheel, 'abi3info/_internal.py');
const lines: string[] = [];
const entry =
  /^ {4}Symbol\(.*?\): (Function|Data)\(\s*symbol=Symbol\(name="(\w+)".*?added=PyVersion\(major=3, minor=(\d+)\)(.*?)^ {4}\),?$/gms;
// abi3info's file lists, after a key, one Function(...) or Data(...) a name.
const body = python.slice(python.indexOf('_FUNCTIONS'));
for (const [, kind = '', name = '', minor = '', rest = ''] of body.matchAll(entry)) {
  const added: PythonVersion = [3, Number(minor)];
  const fields = [name, kind.toLowerCase(), formatVersion(added)];
  if (/abi_only=True/.test(rest)) fields.push('abi-only');
  const macro = /ifdef=FeatureMacro\(\s*name="(\w+)"/.exec(rest)?.[1];
  if (macro !== undefined) fields.push(`macro=${macro}`);
  for (const [key, platform] of [
    ['windows', 'windows-python3'],
    ['other', 'linux'],
  ] as const) {
    const floor = firstWithoutGap(name, added, platform);
    if (floor === null) fields.push(`${key}=never`);
    else if (floor !== 'unmeasured' && floor !== added) fields.push(`${key}=${formatVersion(floor)}`);
  }
  lines.push(fields.join('\t'));
}
if (lines.length < 900) throw new Error(`only ${lines.length} names found in ${wheel}`);

writeTextTable(
  'stable-abi.txt',
  {
    source: [
      "abi3info 2026.9.25 (MIT), which has CPython's Misc/stable_abi.toml",
      'toolchains/exports-windows-python3.txt and exports-linux.txt for the floors',
    ],
    generator: 'node scripts/tables/stable-abi.ts ABI3INFO_WHEEL',
    format: [
      'name, function or data, version that states it, then abi-only, macro=NAME, windows=X.Y, other=X.Y (or never)',
    ],
  },
  sorted(lines),
);
