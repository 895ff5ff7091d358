import type {Subject} from './subject.ts';

/**
 * What the loader says of a name that nothing defines: dyld's words on macOS (dyld, "symbol not found in flat
 * namespace"), musl's under a musllinux tag (ldso/dynlink.c, do_relocs), glibc's elsewhere (elf/dl-lookup.c).
 */
export function undefinedMessage({facts, target, baseName}: Subject, name: string): string {
  if (facts.format === 'macho') return `symbol not found in flat namespace '_${name}'`;
  const isMusl = target.platforms.length > 0 && target.platforms.every(({libc}) => libc === 'musl');
  return isMusl ? `Error relocating ${baseName}: ${name}: symbol not found` : `undefined symbol: ${name}`;
}
