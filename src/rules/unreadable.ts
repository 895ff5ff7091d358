import type {RefusedMember} from '../binary/containers/container.ts';
import type {Unreadable, UnreadableReason} from '../binary/unreadable.ts';
import {isModuleOnlyName, parseFileTag} from '../python/file-tag.ts';
import type {Finding} from './finding.ts';
import {baseName} from './wording.ts';

/** The rules that speak of members nobody can judge; their findings come from the readers, not from facts. */
export const unreadableRules: readonly {readonly name: UnreadableReason; readonly title: string}[] = [
  {name: 'truncated', title: 'ends before the tables that the loader reads'},
  {name: 'unsupported', title: 'is of a kind or for a machine that pyxdbg does not judge'},
  {name: 'not-a-binary', title: 'is no binary, although it is named like one'},
];

const BREAKS: Readonly<Record<UnreadableReason, string>> = {
  truncated: 'import: "file too short", "not a valid Win32 application" or a crash in the loader',
  unsupported: 'nothing is known: no rule was applied to it',
  'not-a-binary': 'import: "invalid ELF header" or "not a valid Win32 application"',
};

const FIX: Readonly<Record<UnreadableReason, string>> = {
  truncated: 'build or download it again; compare its size and hash with the original',
  unsupported: 'check it with the tools of that platform, or leave it out of the archive',
  'not-a-binary':
    'put the real file there (for Git LFS: git lfs pull before the build), or give it another name',
};

/** A finding for a member that could not be read: an error where its name says that Python imports it. */
export function unreadableFinding(
  path: string,
  {reason, detail}: Unreadable,
  platforms: readonly string[],
): Finding {
  return {
    rule: reason,
    severity: severityOf(path, reason, platforms),
    subject: reason,
    message: detail,
    evidence: [],
    breaks: BREAKS[reason],
    fix: FIX[reason],
  };
}

/** `platforms` are the tags of the wheel: what stands in one for a platform that pyxdbg does not judge is right there. */
function severityOf(
  path: string,
  reason: UnreadableReason,
  platforms: readonly string[],
): Finding['severity'] {
  if (reason === 'unsupported' && platforms.some(tag => /^(pyodide|pyemscripten|emscripten|wasi)/.test(tag)))
    return 'note';
  const tag = parseFileTag(baseName(path));
  return reason === 'truncated' || (tag !== null && isModuleOnlyName(tag)) ? 'error' : 'warning';
}

/** What to do about a member of an archive that is not opened at all. */
const REFUSED_FIX: Readonly<Record<RefusedMember['what'], string>> = {
  bomb: 'do not unpack this archive; ask whoever made it, or build it again',
  'path-escape': 'do not unpack this archive; build it again with paths that stay inside',
  encrypted: 'pack it without a password: no installer can read it',
  broken: 'build or download it again; compare its size and hash with the original',
  'unsupported-compression': 'pack it with deflate, as wheels are: no installer need know another method',
};

/** A finding for a member that was refused: no installer would, or should, take the archive. */
export function refusedFinding({problem, what}: Pick<RefusedMember, 'problem' | 'what'>): Finding {
  return {
    rule: what === 'broken' ? 'truncated' : 'unsupported',
    severity: 'error',
    subject: what,
    message: problem,
    evidence: [],
    breaks: 'installation: the archive cannot be unpacked, or must not be',
    fix: REFUSED_FIX[what],
  };
}
