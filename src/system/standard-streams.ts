import {fstatSync, writeSync} from 'node:fs';
import {UserError} from '../errors.ts';
import {describeWriteFailure} from './system-failure.ts';

const DESCRIPTOR = {stdout: 1, stderr: 2} as const;

/** Whether a standard stream is a terminal. */
export function isTerminal(stream: keyof typeof DESCRIPTOR): boolean {
  return mayBeTerminal(stream) && process[stream].isTTY === true;
}

/** Writes a whole text to stdout. Throws EPIPE where the reader has gone, else a UserError where it cannot be written. */
export function writeOutput(text: string): Promise<void> {
  return writeBytes(text);
}

/** The same for bytes of any kind. */
export async function writeBytes(data: string | Uint8Array): Promise<void> {
  try {
    if (mayBeTerminal('stdout')) await writeToStream(data);
    else await writeToDescriptor(data);
  } catch (error) {
    if (isSystemError(error, 'EPIPE')) throw error;
    throw new UserError({what: describeWriteFailure(error), where: 'standard output', cause: error});
  }
}

async function writeToDescriptor(data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(DESCRIPTOR.stdout, bytes, written);
  } catch (error) {
    // A pipe that another process made non-blocking and that is full: Node's stream waits for it.
    if (!isSystemError(error, 'EAGAIN')) throw error;
    await writeToStream(bytes.subarray(written));
  }
}

function writeToStream(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // The stream tells a failure to its listeners too. Without one the program ends there; oclif's own throws.
    process.stdout.removeAllListeners('error').once('error', reject);
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * Touching `process.stdout` or `process.stderr` loads Node's streams, a tenth of the time that checking one file takes:
 * into files and pipes we write without them. Windows consoles want UTF-16, which only Node's streams write.
 */
function mayBeTerminal(stream: keyof typeof DESCRIPTOR): boolean {
  if (process.platform === 'win32') return true;
  try {
    return fstatSync(DESCRIPTOR[stream]).isCharacterDevice();
  } catch {
    // Closed, as by `>&-`: Node puts /dev/null in its place.
    return true;
  }
}
