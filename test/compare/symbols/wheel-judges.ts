import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder} from '../../builders/tools.ts';

/** A member as Python's zipfile sees it, with a digest of its bytes as they lie in the archive. */
export interface WheelMember {
  readonly name: string;
  readonly date: readonly number[];
  readonly mode: number;
  readonly method: number;
  readonly raw: string;
}

const MEMBERS = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    out = []
    for i in z.infolist():
        z.fp.seek(i.header_offset)
        head = z.fp.read(30)
        z.fp.read(int.from_bytes(head[26:28], 'little') + int.from_bytes(head[28:30], 'little'))
        out.append(dict(name=i.filename, date=i.date_time, mode=i.external_attr, method=i.compress_type,
            raw=hashlib.sha256(z.fp.read(i.compress_size)).hexdigest()))
    print(json.dumps(out))
`;

/** The members of a wheel in order. */
export function membersOf(wheel: string): readonly WheelMember[] {
  return JSON.parse(execFileSync('python3', ['-c', MEMBERS, wheel], {encoding: 'utf8'}));
}

/** Unpacks a wheel by PyPA's `wheel`, which refuses one whose RECORD is not right; gives the folder. */
export function unpackStrictly(python: string, wheel: string): string {
  const folder = temporaryFolder();
  execFileSync(python, ['-m', 'wheel', 'unpack', '-d', folder, wheel], {stdio: 'pipe'});
  return folder;
}

/** A new environment into which pip has installed a wheel, without any index; gives its Python. */
export function installed(python: string, wheel: string): string {
  const folder = join(temporaryFolder(), 'venv');
  mkdirSync(folder);
  execFileSync(python, ['-m', 'venv', folder], {stdio: 'pipe'});
  const own = join(folder, 'bin', 'python');
  execFileSync(own, ['-m', 'pip', 'install', '-q', '--no-index', '--no-deps', wheel], {stdio: 'pipe'});
  return own;
}
