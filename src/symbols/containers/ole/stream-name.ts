/** The characters that installers pack, two in one, in the order of their numbers. */
const PACKED = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';

/** Where the packed characters start: pairs, singles, and the mark of a database table. */
const PAIRS = 0x3800;
const SINGLES = 0x4800;
const TABLE_MARK = 0x4840;

/**
 * The name of a stream of an installer, e.g. `cab1.cab`; those of database tables start with `!`. Windows Installer
 * packs names because compound files allow only 31 characters; no specification says how, Wine's msi/table.c and
 * libmsi do (facts, no code): two characters of 6 bits are 0x3800 and more, the lower bits first.
 */
export function decodeStreamName(rawName: string): string {
  let name = '';
  for (let at = 0; at < rawName.length; at += 1) {
    const code = rawName.charCodeAt(at);
    if (code >= PAIRS && code < SINGLES) {
      const pair = code - PAIRS;
      name += PACKED.charAt(pair & 0x3f) + PACKED.charAt(pair >>> 6);
    } else if (code >= SINGLES && code < TABLE_MARK) name += PACKED.charAt(code - SINGLES);
    else if (code === TABLE_MARK && at === 0) name += '!';
    else name += rawName.charAt(at);
  }
  return name;
}
