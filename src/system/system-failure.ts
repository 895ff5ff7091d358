/** What the errno codes that reading meets mean to a user; one clause each. */
const CLAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of the path is a file',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ELOOP: 'cannot be read: its symbolic links go round in a circle',
  ENAMETOOLONG: 'cannot be read: the name is too long',
  EMFILE: 'cannot be read: too many open files',
  ENFILE: 'cannot be read: too many open files',
  EIO: 'cannot be read: the device reports an error',
  EBUSY: 'cannot be read: another program uses it',
  ERR_INVALID_ARG_VALUE: 'is no file name: it contains a NUL character',
};

/** The same for writing. */
const WRITE_CLAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be written: the folder for it does not exist',
  ENOTDIR: 'cannot be written: a part of the path is a file',
  EISDIR: 'cannot be written: it is a folder',
  EEXIST: 'cannot be written: a file is in the place of a folder',
  EACCES: 'cannot be written: permission denied',
  EPERM: 'cannot be written: permission denied',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: no space left on the device',
  EDQUOT: 'cannot be written: the disk quota is used up',
  ENAMETOOLONG: 'cannot be written: the name is too long',
};

/** One clause for an error that Node's file functions threw, to follow the name of the file. */
export function describeFailure(error: unknown): string {
  const code = codeOf(error);
  return CLAUSES[code] ?? `cannot be read: ${code}`;
}

/** The same for an error of writing. */
export function describeWriteFailure(error: unknown): string {
  const code = codeOf(error);
  return WRITE_CLAUSES[code] ?? `cannot be written: ${code}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
