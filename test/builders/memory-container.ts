import {memorySource} from '../../src/binary/byte-source.ts';
import type {Container, Member} from '../../src/binary/containers/container.ts';
import {buildElf} from './elf.ts';
import {buildPe} from './pe.ts';

/** Bytes, a text for metadata, or what happens when the member is opened. */
export type Content = Uint8Array | string | (() => never);

/** A container whose files are in memory; texts are metadata, the others members. */
export function memoryContainer(
  files: Readonly<Record<string, Content>>,
  rest: Partial<Container> = {},
): Container & {readonly wasClosed: () => boolean} {
  let closed = false;
  const members = Object.entries(files).flatMap(([path, content]): Member[] => {
    if (typeof content === 'string') return [];
    const open = typeof content === 'function' ? content : () => memorySource(content);
    return [{path, open}];
  });
  return {
    kind: 'wheel',
    members,
    refused: [],
    notes: [],
    paths: new Set(Object.keys(files)),
    readText(path) {
      const content = files[path];
      return typeof content === 'string' ? content : null;
    },
    close() {
      closed = true;
    },
    wasClosed: () => closed,
    ...rest,
  };
}

/** The bytes of a Windows module of that name which imports the given DLLs. */
export function peModule(name: string, ...dlls: readonly string[]): Uint8Array {
  return buildPe({
    imports: dlls.map(library => ({library, entries: [nameIn(library)]})),
    exports: {fileName: `${name}.pyd`, names: [`PyInit_${name}`]},
  }).bytes;
}

/** A name that the real DLL has. */
function nameIn(library: string): string {
  if (!library.startsWith('python')) return 'f';
  return library.startsWith('python2') ? 'Py_InitModule4_64' : 'PyModule_Create2';
}

/** The bytes of a shared library for Linux which needs the given ones. */
export function elfLibrary(...needed: readonly string[]): Uint8Array {
  return buildElf({needed}).bytes;
}
