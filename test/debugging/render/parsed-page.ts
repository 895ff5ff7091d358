import {spawnSync} from 'node:child_process';

/** An element or a text of a page, as Python's parser of HTML sees it. */
export type PageEvent =
  | readonly ['start', string, readonly (readonly [string, string | null])[]]
  | readonly ['end', string]
  | readonly ['text', string]
  | readonly ['comment' | 'declaration' | 'instruction', string];

const PARSER = `
import html.parser, json, sys
class Parser(html.parser.HTMLParser):
    found = []
    def handle_starttag(self, tag, attributes): self.found.append(("start", tag, attributes))
    def handle_endtag(self, tag): self.found.append(("end", tag))
    def handle_data(self, data): self.found.append(("text", data))
    def handle_comment(self, data): self.found.append(("comment", data))
    def handle_decl(self, data): self.found.append(("declaration", data))
    def handle_pi(self, data): self.found.append(("instruction", data))
    def unknown_decl(self, data): self.found.append(("declaration", data))
parser = Parser(convert_charrefs=True)
parser.feed(sys.stdin.buffer.read().decode("utf-8"))
parser.close()
json.dump(Parser.found, sys.stdout)
`;

/** A reason to skip for a title, or nothing where a Python is at hand. */
export const absentPython =
  spawnSync('python3', ['-c', 'import html.parser']).status === 0 ? '' : ' (skipped: no python3)';

/** The page as a parser that is not ours reads it. */
export function parsedPage(page: string): readonly PageEvent[] {
  const {stdout, stderr, status} = spawnSync('python3', ['-I', '-c', PARSER], {
    input: page,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
