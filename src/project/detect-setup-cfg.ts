/** The value of a key in a section of a setup.cfg, on its own line; null where it is not there. Keys may be spelled with `-` or `_`. */
export function setupCfgValue(text: string, section: string, key: string): string | null {
  let current = '';
  const wanted = key.replaceAll('-', '_');
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[([^\]]*)\]/.exec(line)?.[1];
    if (header !== undefined) current = header.trim();
    const [, name, value = ''] = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (current !== section || name?.toLowerCase().replaceAll('-', '_') !== wanted) continue;
    const text = value.trim();
    // `attr:` and `file:` only code or another file can answer.
    return text === '' || /^(?:attr|file):/.test(text) ? null : text;
  }
  return null;
}
