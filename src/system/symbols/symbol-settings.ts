import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {UserError} from '../../errors.ts';
import {type Place, SOURCE_NAMES, type SourceName, type SymbolSource} from '../../symbols/source.ts';
import {apt} from '../../symbols/sources/apt.ts';
import {basePrefix} from '../../symbols/sources/base-prefix.ts';
import {beside} from '../../symbols/sources/beside.ts';
import {debuginfod, debuginfodUrls} from '../../symbols/sources/debuginfod.ts';
import {microsoft} from '../../symbols/sources/microsoft.ts';
import {
  pythonBuildStandalone,
  type StandaloneInstall,
  standaloneTriple,
} from '../../symbols/sources/python-build-standalone.ts';
import {pymanager, pythonOrg} from '../../symbols/sources/python-org.ts';
import {stores} from '../../symbols/sources/store.ts';
import {symbolPath} from '../../symbols/sources/symbol-path-source.ts';
import {system} from '../../symbols/sources/system.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import {parseSymbolPath, storePlace} from '../../symbols/symbol-path.ts';
import {type SymbolServers, symbolServers} from '../../toolchains/symbol-servers.ts';
import {homeFolder} from '../home-folder.ts';
import {readTable} from '../table-files.ts';

/** What the user wants of the lookup. */
export interface SourceChoices {
  /** The folder that symbols are fetched to. */
  readonly store: string;
  /** These alone; all where it is empty. */
  readonly only: readonly SourceName[];
  readonly without: readonly SourceName[];
  /** `NAME=URL`: another address of a source that has one. */
  readonly mirrors: readonly string[];
  /** A symbol path in place of that of the environment. */
  readonly symbolPath: string | undefined;
}

/** Sources in the order of the lookup, and what was odd about their settings. */
export interface ChosenSources {
  readonly sources: readonly SymbolSource[];
  readonly problems: readonly string[];
}

/** Where distributions put separate debug files (GDB manual, "debug-file-directory"). */
const DEBUG_FOLDERS = ['/usr/lib/debug'];
/** Servers that the distribution or the administrator set up (elfutils' profile.d script reads them). */
const DEBUGINFOD_FOLDER = '/etc/debuginfod';

/** The sources for these binaries on this machine. Throws a UserError for a mirror that is none. */
export function chooseSources(
  subjects: readonly SymbolSubject[],
  choices: SourceChoices,
  env: NodeJS.ProcessEnv,
): ChosenSources {
  const table = symbolServers(readTable);
  const mirrors = readMirrors(choices.mirrors);
  const serverOf = (name: keyof typeof ADDRESSES): Place =>
    mirrors.get(name) ?? urlPlace(ADDRESSES[name](table));
  const path = parseSymbolPath(choices.symbolPath ?? env['_NT_SYMBOL_PATH'] ?? '', choices.store);
  const all: readonly SymbolSource[] = [
    beside,
    basePrefix(basePrefixes(subjects)),
    stores([choices.store]),
    system({debugFolders: DEBUG_FOLDERS, debuginfodCaches: debuginfodCaches(env)}),
    apt,
    debuginfod(mirrors.has('debuginfod') ? choices.mirrors.flatMap(debuginfodMirror) : urlsOf(env)),
    symbolPath(path.elements),
    pythonOrg(serverOf('python-org'), table),
    pymanager(serverOf('pymanager'), table),
    pythonBuildStandalone(serverOf('python-build-standalone'), standaloneInstalls(subjects), table),
    microsoft(serverOf('microsoft'), table),
  ];
  const isWanted = ({name}: SymbolSource): boolean =>
    !choices.without.includes(name) && (choices.only.length === 0 || choices.only.includes(name));
  return {
    sources: all
      .filter(isWanted)
      .toSorted((a, b) => SOURCE_NAMES.indexOf(a.name) - SOURCE_NAMES.indexOf(b.name)),
    problems: path.problems.map(problem => `_NT_SYMBOL_PATH: ${problem}`),
  };
}

const ADDRESSES = {
  'python-org': (table: SymbolServers) => table['python-org'].url,
  pymanager: (table: SymbolServers) => table.pymanager.url,
  'python-build-standalone': (table: SymbolServers) => table['python-build-standalone'].url,
  microsoft: (table: SymbolServers) => table.microsoft.url,
} as const;

/** Sources whose address may be replaced. */
const MIRRORED = [...Object.keys(ADDRESSES), 'debuginfod'];

function urlPlace(url: string): Place {
  return {at: 'url', url};
}

function readMirrors(mirrors: readonly string[]): ReadonlyMap<string, Place> {
  return new Map(
    mirrors.map(text => {
      const at = text.indexOf('=');
      const [name, address] = [text.slice(0, at), text.slice(at + 1)];
      const place = at > 0 && address !== '' ? storePlace(address) : null;
      if (place === null || !MIRRORED.includes(name)) {
        throw new UserError({
          what: 'is no mirror of a source',
          where: `--mirror ${text}`,
          advice: `write NAME=URL, NAME being one of ${MIRRORED.join(', ')}, URL http(s), file: or a folder`,
        });
      }
      return [name, place] as const;
    }),
  );
}

function debuginfodMirror(text: string): readonly string[] {
  return text.startsWith('debuginfod=') ? [text.slice('debuginfod='.length)] : [];
}

/** A variable that is set and empty switches debuginfod off, as it does for gdb. */
function urlsOf(env: NodeJS.ProcessEnv): readonly string[] {
  const own = env['DEBUGINFOD_URLS'];
  if (own !== undefined) return debuginfodUrls(own);
  const files = existsSync(DEBUGINFOD_FOLDER) ? readdirSync(DEBUGINFOD_FOLDER) : [];
  return files
    .filter(name => name.endsWith('.urls'))
    .flatMap(name => debuginfodUrls(readFileSync(join(DEBUGINFOD_FOLDER, name), 'utf8')));
}

/** Where debuginfod's own client keeps what it fetched (debuginfod-find(1), "CACHE"). */
function debuginfodCaches(env: NodeJS.ProcessEnv): readonly string[] {
  const own = env['DEBUGINFOD_CACHE_PATH'];
  if (own) return [own];
  return [join(env['XDG_CACHE_HOME'] || join(homeFolder({}), '.cache'), 'debuginfod_client')];
}

/** `home` of the environments around the binaries: the folder of the base interpreter (PEP 405). */
function basePrefixes(subjects: readonly SymbolSubject[]): readonly string[] {
  const prefixes = new Set<string>();
  for (const folder of foldersAbove(subjects)) {
    const file = join(folder, 'pyvenv.cfg');
    const home = existsSync(file)
      ? /^home\s*=\s*(.+?)\s*$/m.exec(readFileSync(file, 'utf8'))?.[1]
      : undefined;
    if (home !== undefined) prefixes.add(home);
  }
  return [...prefixes];
}

/** Interpreters of python-build-standalone: uv names their folders, and writes the release into `BUILD`. */
function standaloneInstalls(subjects: readonly SymbolSubject[]): readonly StandaloneInstall[] {
  return [...foldersAbove(subjects)].flatMap(prefix => {
    const named = standaloneTriple(basename(prefix));
    const file = join(prefix, 'BUILD');
    const tag = named && existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return named && /^\d{8}(T\d+)?$/.test(tag) ? [{prefix, tag, ...named}] : [];
  });
}

function foldersAbove(subjects: readonly SymbolSubject[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const {location} of subjects) {
    if (location === null) continue;
    for (let folder = dirname(location); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}
