/** All that XML 1.0 (section 2.2) has no place for, as it stands or as an entity: most control characters, U+FFFE, U+FFFF, lone surrogates. */
const ILLEGAL = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Attribute values would be normalised to blanks (section 3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

type Attributes = Readonly<Record<string, string | number>>;

/** An element that holds other elements, each on a line of its own. */
export function element(name: string, attributes: Attributes, children: readonly string[]): string {
  if (children.length === 0) return `<${startOf(name, attributes)}/>`;
  return `<${startOf(name, attributes)}>\n${children.join('\n')}\n</${name}>`;
}

/** An element that holds text, which keeps its line breaks. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${startOf(name, attributes)}>${escapeXml(text, /[&<>\r]/g)}</${name}>`;
}

function startOf(name: string, attributes: Attributes): string {
  const pairs = Object.entries(attributes);
  return [name, ...pairs.map(([key, value]) => `${key}="${escapeXml(String(value), /[&<>"\t\n\r]/g)}"`)].join(
    ' ',
  );
}

function escapeXml(text: string, special: RegExp): string {
  return text.replaceAll(ILLEGAL, '').replaceAll(special, character => ENTITIES[character] ?? '');
}
