import {basename} from 'node:path';
import type {BuildRequest} from '../build/model.ts';
import {sanitizedStart} from '../build/sanitizer-advice.ts';
import {toolchainOf, unixToolchains} from '../toolchains/compilers.ts';
import {readTable} from './table-files.ts';

/** How to start Python with the sanitizers that a build was made with; null where none was asked for. */
export function sanitizerHint(request: BuildRequest): string | null {
  const [compiler = 'cc'] = (process.env['CC'] || request.interpreter.config['CC'] || 'cc').split(' ');
  const toolchain = toolchainOf(basename(compiler), unixToolchains(readTable));
  const start = toolchain && sanitizedStart(request, compiler, toolchain);
  return start;
}
