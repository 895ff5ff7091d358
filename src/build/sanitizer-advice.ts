import type {CompilerToolchain} from '../toolchains/compilers.ts';
import type {BuildRequest} from './model.ts';

/**
 * The command that starts Python with the sanitizers' runtimes loaded first: an extension cannot bring them into a
 * process that runs already. PYTHONMALLOC=malloc gives every object its own block, without which an overrun inside
 * pymalloc's arenas is not seen. Null where none was asked for.
 */
export function sanitizedStart(
  {sanitize, interpreter}: BuildRequest,
  compiler: string,
  toolchain: CompilerToolchain,
): string | null {
  if (sanitize.length === 0) return null;
  const runtimes = sanitize.flatMap(name => toolchain.sanitize[name]?.runtime ?? []);
  const preload = runtimes.map(runtime => `$(${compiler} -print-file-name=${runtime})`).join(':');
  const settings = [
    `LD_PRELOAD="${preload}"`,
    ...(sanitize.includes('address') ? ['PYTHONMALLOC=malloc', 'ASAN_OPTIONS=detect_leaks=0'] : []),
  ];
  return `${settings.join(' ')} ${interpreter.executable}`;
}
