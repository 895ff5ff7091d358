/** A file of sources for apt, to be written into a private folder. */
export interface AptSourcesFile {
  /** `.list` or `.sources`, by which apt tells the two formats apart. */
  readonly name: string;
  readonly text: string;
}

/**
 * The source packages that belong to what a machine installs from: each `deb` entry of its own apt sources as
 * `deb-src`, with the same addresses, suites and keys (sources.list(5), both formats). Files without one give none.
 */
export function debSources(files: readonly AptSourcesFile[]): readonly AptSourcesFile[] {
  return files.flatMap(({name, text}) => {
    const sources = name.endsWith('.sources') ? stanzas(text) : lines(text);
    return sources === '' ? [] : [{name, text: sources}];
  });
}

/** `deb [options] address suite component...`; architectures are those of binary packages. */
function lines(text: string): string {
  const found = text.split(/\r?\n/).flatMap(line => {
    const match = /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s*)?([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', rest = ''] = match;
    const kept = options.split(/\s+/).filter(option => option !== '' && !/^arch[+-]?=/i.test(option));
    return [`deb-src ${kept.length > 0 ? `[${kept.join(' ')}] ` : ''}${rest.trim()}`];
  });
  return withLineEnds([...new Set(found)], '\n');
}

/** deb822: fields of several lines (`Signed-By` may hold a whole key) go on in lines that begin with a blank. */
function stanzas(text: string): string {
  const found = text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map(stanza => stanza.split(/\r?\n/).filter(line => !line.startsWith('#')))
    .flatMap(stanza => {
      const fields = fieldsOf(stanza);
      const value = (name: string): string =>
        fields
          .find(field => field.name === name)
          ?.lines.join(' ')
          .replace(/^[^:]*:/, '')
          .trim() ?? '';
      const isOn = !/^(no|false|off|without|disable|0)$/i.test(value('enabled'));
      if (!/(^|\s)deb(-src)?(\s|$)/.test(value('types')) || !isOn) return [];
      const kept = fields.filter(({name}) => name !== 'types' && name !== 'architectures');
      return [['Types: deb-src', ...kept.flatMap(field => field.lines)].join('\n')];
    });
  return withLineEnds([...new Set(found)], '\n\n');
}

function fieldsOf(stanza: readonly string[]): readonly {name: string; lines: string[]}[] {
  const fields: {name: string; lines: string[]}[] = [];
  for (const line of stanza) {
    const [, name] = /^([!-9;-~]+):/.exec(line) ?? [];
    if (name !== undefined) fields.push({name: name.toLowerCase(), lines: [line]});
    else if (/^[ \t]/.test(line)) fields.at(-1)?.lines.push(line);
  }
  return fields;
}

function withLineEnds(entries: readonly string[], separator: string): string {
  return entries.length === 0 ? '' : `${entries.join(separator)}\n`;
}
