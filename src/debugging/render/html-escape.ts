import {printable} from '../../report/printable.ts';

/** Text as it may stand between tags and in quoted attributes of HTML. */
export function htmlText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** As {@link htmlText}, of text in lines, which stay. */
export function htmlLines(text: string): string {
  return text.split('\n').map(htmlText).join('\n');
}
