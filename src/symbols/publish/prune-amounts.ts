/** Powers of 1000 and of 1024, by the units' names in lower case. */
const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

const DAY_MS = 24 * 60 * 60 * 1000;
const TIME_UNITS: Readonly<Record<string, number>> = {h: DAY_MS / 24, d: DAY_MS, w: 7 * DAY_MS};

/** `2GB`, `1.5 GiB` or `1000` in bytes; null for anything else. */
export function parseSize(text: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = SIZE_UNITS[unit.toLowerCase()];
  return number === '' || factor === undefined ? null : Math.round(Number(number) * factor);
}

/** `30d`, `12h` or `2w` in milliseconds; null for anything else. */
export function parseAge(text: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const factor = TIME_UNITS[unit];
  return number === '' || factor === undefined ? null : Number(number) * factor;
}
