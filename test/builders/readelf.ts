import {execFileSync} from 'node:child_process';
import {toolNamed} from './tools.ts';

/** GNU readelf, or null. */
export const readelf = toolNamed('readelf');

/** An undefined symbol as readelf prints it. */
interface PrintedSymbol {
  readonly name: string;
  readonly weak: boolean;
  readonly version: {readonly name: string; readonly library: string} | null;
}

/** What `readelf` prints of the things that pyxdbg reads too. */
export interface PrintedElf {
  readonly machine: string;
  readonly interpreter: string | null;
  readonly needed: readonly string[];
  readonly soname: string | null;
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  readonly versionNeeds: Readonly<Record<string, readonly string[]>>;
  readonly undefinedSymbols: readonly PrintedSymbol[];
  /** Global, defined, visible names; twice where a name has two versions. */
  readonly exported: readonly string[];
  readonly buildId: string | null;
  /** `x86-64-v3`, ... as printed. */
  readonly isaNeeded: string | null;
}

/** Runs readelf on a file. Its output is parsed line by line; binutils 2.35 to 2.44 print these alike. */
export function printedByReadelf(path: string): PrintedElf {
  const text = runReadelf(['-W', '-h', '-l', '-d', '-n', '-V', '--dyn-syms', path]);
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found ?? '');
  const first = (pattern: RegExp): string | null => all(pattern)[0] ?? null;
  const versionNeeds: Record<string, string[]> = {};
  const versions = new Map<string, {name: string; library: string}>();
  let library = '';
  for (const line of text.split('\n')) {
    library = /Version: 1 +File: (\S+)/.exec(line)?.[1] ?? library;
    const [, name, index] = /Name: (\S+) +Flags: .* Version: (\d+)/.exec(line) ?? [];
    if (name === undefined || index === undefined) continue;
    versionNeeds[library] = [...(versionNeeds[library] ?? []), name];
    versions.set(index, {name, library});
  }
  return {
    machine: first(/^ +Machine: +(.*)$/gm) ?? '',
    interpreter: first(/program interpreter: (.*)\]/g),
    needed: all(/\(NEEDED\).*\[(.*)\]/g),
    soname: first(/\(SONAME\).*\[(.*)\]/g),
    rpath: all(/\(RPATH\).*\[(.*)\]/g).flatMap(path => path.split(':')),
    runpath: all(/\(RUNPATH\).*\[(.*)\]/g).flatMap(path => path.split(':')),
    versionNeeds,
    ...symbolsOf(text, versions),
    buildId: first(/Build ID: (\S+)/g),
    isaNeeded: first(/x86 ISA needed: (.*)/g),
  };
}

/** Runs readelf; its warnings, which it prints for each section-less file, are dropped. */
export function runReadelf(options: readonly string[]): string {
  if (readelf === null) throw new Error('readelf is not installed');
  const maxBuffer = 64 * 1024 * 1024;
  return execFileSync(readelf, options, {encoding: 'utf8', maxBuffer, stdio: ['ignore', 'pipe', 'ignore']});
}

/** Type, bind, visibility, section, name, and the number in parentheses that tells which needed version it is. */
const SYMBOL =
  /^ +\d+: [0-9a-f]+ +\S+ +(\S+) +(LOCAL|GLOBAL|WEAK|UNIQUE) +(\S+) +(?:\[.*\] +)?(\S+) (\S+)(?: \((\d+)\))?/;

function symbolsOf(
  text: string,
  versions: ReadonlyMap<string, {name: string; library: string}>,
): Pick<PrintedElf, 'undefinedSymbols' | 'exported'> {
  const undefinedSymbols: PrintedSymbol[] = [];
  const exported: string[] = [];
  for (const line of text.split('\n')) {
    const [, type, bind, visibility, section, printed = '', index = ''] = SYMBOL.exec(line) ?? [];
    if (bind === undefined || bind === 'LOCAL') continue;
    const [name = ''] = printed.split('@');
    if (section === 'UND') {
      undefinedSymbols.push({name, weak: bind === 'WEAK', version: versions.get(index) ?? null});
    } else if (type !== 'SECTION' && (visibility === 'DEFAULT' || visibility === 'PROTECTED')) {
      exported.push(name);
    }
  }
  return {undefinedSymbols, exported};
}
