import {execFileSync} from 'node:child_process';

/** Of a property group of an MSBuild file: its condition, and its properties. */
export interface MsbuildGroup {
  readonly condition: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** An MSBuild file, read by Python's own XML parser. */
export interface MsbuildFile {
  readonly groups: readonly MsbuildGroup[];
  /** By the kind of the item: `ClCompile`, `ProjectConfiguration`. */
  readonly items: readonly {readonly kind: string; readonly include: string}[];
}

const SCRIPT = `
import json, sys, xml.etree.ElementTree as tree
space = '{http://schemas.microsoft.com/developer/msbuild/2003}'
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == space + 'Project', root.tag
plain = lambda node: node.tag.replace(space, '')
print(json.dumps({
    'groups': [{'condition': group.get('Condition', ''), 'properties': {plain(each): each.text or '' for each in group}}
               for group in root.iter(space + 'PropertyGroup')],
    'items': [{'kind': plain(item), 'include': item.get('Include')}
              for group in root.iter(space + 'ItemGroup') for item in group],
}))
`;

export function readMsbuild(path: string): MsbuildFile {
  return JSON.parse(execFileSync('python3', ['-c', SCRIPT, path], {encoding: 'utf8'}));
}

/** The value of a property as MSBuild has it: variables replaced, then `%XX` (Microsoft: "MSBuild special characters"). */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/\$\(([^)]+)\)/g, (_, name: string) => variables[name] ?? '')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}
