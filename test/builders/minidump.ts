import {Bytes} from './bytes.ts';

/** A module of the list. */
export interface ModuleSpec {
  readonly path: string;
  readonly start?: number;
  readonly size?: number;
  readonly timestamp?: number;
  /** Four numbers. */
  readonly version?: readonly [number, number, number, number];
  /** Bytes of the CodeView record. */
  readonly record?: Uint8Array;
}

/** What to write; Windows on x86-64 unless told. */
export interface MinidumpSpec {
  readonly modules: readonly ModuleSpec[];
  /** PROCESSOR_ARCHITECTURE_*. */
  readonly machine?: number;
  /** VER_PLATFORM_*, or Breakpad's number. */
  readonly platform?: number;
  /** Four bytes between the number of modules and the first, as Breakpad's writers once put them. */
  readonly isPadded?: boolean;
}

/** Writes a minidump as minidumpapiset.h describes it: header, directory, system information, modules. */
export function buildMinidump(spec: MinidumpSpec): Uint8Array {
  const {modules, isPadded = false} = spec;
  const systemAt = 32 + 2 * 12;
  const listAt = systemAt + 56;
  const listBytes = (isPadded ? 8 : 4) + modules.length * 108;
  let at = listAt + listBytes;
  const tail = new Bytes(true);
  const place = (content: Uint8Array): number => {
    const offset = at;
    tail.raw(content);
    at += content.length;
    return offset;
  };

  const file = new Bytes(true).u32(0x504d444d, 0xa793, 2, 32, 0, 0, 0, 0);
  file.u32(7, 56, systemAt).u32(4, listBytes, listAt);
  file.u16(spec.machine ?? 9).padTo(systemAt + 20);
  file.u32(spec.platform ?? 2).padTo(listAt);
  file.u32(modules.length);
  if (isPadded) file.u32(0);
  for (const module of modules) {
    const name = place(
      new Bytes(true)
        .u32(module.path.length * 2)
        .raw(utf16(module.path))
        .u16(0)
        .toBytes(),
    );
    const record = module.record ? place(module.record) : 0;
    file.u64(module.start ?? 0x10000).u32(module.size ?? 0x1000, 0, module.timestamp ?? 0, name);
    const [a, b, c, d] = module.version ?? [0, 0, 0, 0];
    file.u32(module.version ? 0xfeef04bd : 0, 0x10000, a * 65536 + b, c * 65536 + d);
    file.u32(...new Array<number>(9).fill(0));
    file
      .u32(module.record?.length ?? 0, record)
      .u32(0, 0)
      .u64(0, 0);
  }
  return Uint8Array.from([...file.toBytes(), ...tail.toBytes()]);
}

/** `RSDS`, the GUID's 16 bytes as they stand, age, path. */
export function rsds(guid: readonly number[], age: number, path: string): Uint8Array {
  return new Bytes(true).u32(0x53445352).raw(guid).u32(age).cString(path).toBytes();
}

/** `BpEL` and a build-id (Breakpad, minidump_format.h, MDCVInfoELF). */
export function bpel(buildId: readonly number[]): Uint8Array {
  return new Bytes(true).u32(0x4270454c).raw(buildId).toBytes();
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}
