import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {CompilerCall} from '../build/model.ts';
import {sourcesOf} from '../build/recorded-calls.ts';

/**
 * Tells the calls that made a product from those that tried a compiler out: a setup.py writes such a source into the
 * system's temporary folder and takes it away again (psutil's `unix_can_compile`, pybind11's `has_flag`). Where no
 * source of any call is there, as under a path of another system, all of them count.
 */
export function lastingCalls(calls: readonly CompilerCall[]): (call: CompilerCall) => boolean {
  return calls.some(isThere) ? call => isThere(call) || sourcesOf(call).length === 0 : () => true;
}

function isThere(call: CompilerCall): boolean {
  return sourcesOf(call).some(source => existsSync(resolve(call.cwd, source)));
}
