import type {ContainerKind} from './container.ts';

/** Which kind of archive its files make it; `hasStub`: a program stands before it. */
export function kindOfZip(baseName: string, paths: ReadonlySet<string>, hasStub: boolean): ContainerKind {
  const extension = /\.(whl|egg|jar)$/i.exec(baseName)?.[1]?.toLowerCase();
  const has = (name: RegExp): boolean => [...paths].some(path => name.test(path));
  // The keys of distutils' install schemes, under which bdist_wininst puts all files.
  if (hasStub && has(/^(?:PLATLIB|PURELIB|SCRIPTS|HEADERS|DATA)\//)) return 'wininst';
  if (extension === 'whl' || has(/^[^/]+\.dist-info\/WHEEL$/)) return 'wheel';
  if (extension === 'egg' || has(/^EGG-INFO\//)) return 'egg';
  if (extension === 'jar' || paths.has('META-INF/MANIFEST.MF')) return 'jar';
  return 'zip';
}
