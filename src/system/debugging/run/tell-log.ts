import {symbolizeLog} from '../symbolize/symbolize-log.ts';

/**
 * Writes what faulthandler wrote to stderr, with functions and lines added to its frames of C: those that CPython gives
 * since 3.14 are addresses in modules.
 */
export async function tellLog(log: string): Promise<void> {
  const lines = symbolizeLog(inOnePiece(log), {named: new Map(), folders: []});
  for await (const {bytes} of lines) process.stderr.write(bytes);
}

async function* inOnePiece(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
