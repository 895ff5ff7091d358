/** A value of Windows' registry. */
export interface RegistryValue {
  readonly name: string;
  readonly type: 'REG_DWORD' | 'REG_SZ';
  /** Of REG_DWORD a decimal number. */
  readonly data: string;
}

/** A key, and the values that are to be in it. */
export interface RegistryKey {
  readonly key: string;
  readonly values: readonly RegistryValue[];
  /** Nobody else's values are in it, so that taking ours back takes the key back. */
  readonly isOurs: boolean;
}

const HEADER = 'Windows Registry Editor Version 5.00';

/** A .reg file that puts the values there. Regedit takes it as UTF-16 with its mark, which the writer adds. */
export function registryFile(keys: readonly RegistryKey[]): string {
  return lines(
    keys.flatMap(({key, values}) => [
      `[${key}]`,
      ...values.map(value => `"${value.name}"=${dataOf(value)}`),
      '',
    ]),
  );
}

/** A .reg file that takes them back. */
export function undoFile(keys: readonly RegistryKey[]): string {
  return lines(
    keys.flatMap(({key, values, isOurs}) =>
      isOurs ? [`[-${key}]`, ''] : [`[${key}]`, ...values.map(({name}) => `"${name}"=-`), ''],
    ),
  );
}

function lines(body: readonly string[]): string {
  return [HEADER, '', ...body].map(line => `${line}\r\n`).join('');
}

function dataOf({type, data}: RegistryValue): string {
  return type === 'REG_DWORD'
    ? `dword:${Number(data).toString(16).padStart(8, '0')}`
    : `"${data.replaceAll(/[\\"]/g, '\\$&')}"`;
}

/** The values that `reg query KEY` prints: lines of a name, a type and the data, between them four blanks or more. */
export function parseRegQuery(output: string): readonly {readonly name: string; readonly data: string}[] {
  return [...output.matchAll(/^ {4}(\S.*?) {4,}(REG_\w+)(?: {4,}(.*?))?\r?$/gm)].map(
    ([, name = '', type, data = '']) => ({name, data: type === 'REG_DWORD' ? String(Number(data)) : data}),
  );
}

/** How a key stands to what is wished: `other` where it has values that are not those. */
export type KeyState = 'absent' | 'wished' | 'other';

/** Judges what `reg query` printed; null where the key is not there. */
export function stateOfKey({values, isOurs}: RegistryKey, queried: string | null): KeyState {
  const found = queried === null ? [] : parseRegQuery(queried);
  const named = values.map(({name}) => found.find(one => one.name.toLowerCase() === name.toLowerCase()));
  if (named.every(one => one === undefined) && (!isOurs || found.length === 0)) return 'absent';
  const isSame = values.every(({data}, index) => named[index]?.data === data);
  return isSame && (!isOurs || found.length === values.length) ? 'wished' : 'other';
}
