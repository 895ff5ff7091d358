import {isModuleOnlyName} from '../python/file-tag.ts';
import {suffixMachine, suffixSystem} from '../python/platform-tag.ts';
import {usesPython} from '../python/python-use.ts';
import type {Target} from '../python/target.ts';
import {atLeast, formatVersion, type PythonVersion, sameVersion} from '../python/version.ts';
import {importedName, initHooks, ownHooks} from './init-hook.ts';
import type {Draft, Rule} from './rule.ts';
import type {RuleContext, Subject} from './subject.ts';
import {describeTarget, listNames} from './wording.ts';

const extSuffix: Rule = {
  name: 'ext-suffix',
  title: 'has a file name suffix that the Pythons it is for do not look for',
  formats: ['pe', 'elf', 'macho'],
  check(subject, context) {
    const {fileTag, target, role} = subject;
    if (role !== 'module' || !fileTag) return [];
    if (target.implementation === 'other') {
      const isOwn = fileTag.implementation !== 'cpython' || target.from !== 'wheel-tag';
      return isOwn ? [] : [unknownSuffix(subject, 'the Python of its tag', [])];
    }
    const asked = target.interpreter?.extensionSuffixes;
    if (asked)
      return asked.includes(fileTag.suffix) || (fileTag.debugName && asked.includes(`_d${fileTag.suffix}`))
        ? []
        : [unknownSuffix(subject, describeTarget(target), asked)];
    if (isUnixNameOnWindows(subject)) return [unknownSuffix(subject, 'Python on Windows', ['.pyd'])];
    if (target.from === 'file-tag' || target.from === null) return inEnvironment(subject, context);
    if (target.limited.length > 0) {
      const isServed = hasTwin(subject, context, twin => twin.fileTag?.version === null);
      return isServed ? [] : ofStableAbi(subject);
    }
    if (fileTag.version === null) return [];
    const wrong = target.versions.filter(version => !looksFor(subject, version, context));
    const [first] = wrong;
    if (!first) return [];
    const wanted = context.toolchains.cpython.extensionSuffixes(
      {version: first, freeThreaded: target.freeThreaded === true, debug: target.debug},
      target.platforms[0]?.tag ?? fileTag.platform ?? '',
    );
    const draft = unknownSuffix(subject, `CPython ${wrong.map(formatVersion).join(', ')}`, wanted);
    // A sibling serves the import: this file is left over, and never looked at.
    const isServed = hasTwin(subject, context, twin =>
      wrong.every(version => looksFor(twin, version, context)),
    );
    return isServed
      ? [{...draft, severity: 'note', breaks: 'nothing: another file has the name that is looked for'}]
      : [draft];
  },
};

/** `speed.abi3.pyd`: python.org's Pythons take a stable ABI module by the plain name (dynload_win.c). */
function isUnixNameOnWindows({fileTag, facts, target}: Subject): boolean {
  const isOwnKind = target.platforms.some(({system}) => system === 'mingw' || system === 'cygwin');
  return facts.format === 'pe' && fileTag?.limited != null && fileTag.extension === '.pyd' && !isOwnKind;
}

/** Whether another file of the folder is the same module under a name that suits. */
function hasTwin(subject: Subject, {artefact}: RuleContext, suits: (twin: Subject) => boolean): boolean {
  const folder = subject.path.slice(0, -subject.baseName.length);
  return artefact.subjects.some(
    other =>
      other !== subject &&
      other.fileTag?.moduleName === subject.fileTag?.moduleName &&
      other.path === folder + other.baseName &&
      suits(other),
  );
}

/** Whether that version looks for a name with this version, these flags and this platform in its suffix. */
function looksFor(
  {fileTag, target, facts}: Subject,
  version: PythonVersion,
  {toolchains}: RuleContext,
): boolean {
  if (!fileTag?.version) return true;
  if (!sameVersion(fileTag.version, version)) return false;
  if (target.freeThreaded !== null && fileTag.flags.includes('t') !== target.freeThreaded) return false;
  // A debug interpreter has looked for release names too since 3.8 (bpo-36465); never the reverse.
  if (fileTag.flags.includes('d') && !target.debug) return false;
  if (facts.format === 'pe' && !atLeast(version, 3, 5)) return false;
  // `linux-gnu` and `linux-musl` are not compared: before 3.13 builds on musl called themselves either.
  const part = fileTag.platform;
  const system = part ? suffixSystem(part) : null;
  const systems = target.platforms.map(platform => platform.system);
  if (system && systems.length > 0 && !systems.includes(system)) return false;
  const machine = part ? suffixMachine(part, toolchains.cpython.machinesOfPlatformTag) : null;
  const promised = target.platforms.flatMap(platform => platform.machines);
  return machine === null || promised.length === 0 || promised.includes(machine);
}

function ofStableAbi(subject: Subject): Draft[] {
  const {fileTag, target, facts} = subject;
  if (!fileTag?.version) return [];
  const plain = facts.format === 'pe' ? '.pyd' : target.limited.includes('abi3t') ? '.abi3t.so' : '.abi3.so';
  return [
    {
      severity: 'error',
      subject: fileTag.suffix,
      message: `is named ${fileTag.suffix} in a wheel for ${describeTarget(target)}`,
      evidence: [],
      breaks: `Python ${formatVersion([fileTag.version[0], fileTag.version[1] + 1])} and later do not look for this name: ModuleNotFoundError`,
      fix: `name it ${fileTag.moduleName}${plain} (setuptools: Extension(py_limited_api=True))`,
    },
  ];
}

/** A name left over from another Python in an environment: harmless, but never imported. */
function inEnvironment({fileTag}: Subject, {artefact, toolchains}: RuleContext): Draft[] {
  const own = artefact.environment?.version;
  if (!own || !fileTag?.version || sameVersion(own, fileTag.version)) return [];
  const wanted = toolchains.cpython.extensionSuffixes(
    {version: own, freeThreaded: artefact.environment?.freeThreaded === true, debug: false},
    artefact.environment?.platform ?? fileTag.platform ?? '',
  );
  return [
    {
      severity: 'warning',
      subject: fileTag.suffix,
      message: `is named ${fileTag.suffix}, but this environment runs CPython ${formatVersion(own)}`,
      evidence: wanted.length > 0 ? [{label: 'looks for', text: listNames(wanted)}] : [],
      breaks: 'it is never imported here: ModuleNotFoundError where nothing else has the name',
      fix: 'reinstall the distribution with the Python of this environment',
    },
  ];
}

function unknownSuffix({fileTag}: Subject, pythons: string, wanted: readonly string[]): Draft {
  const [first] = wanted;
  return {
    severity: 'error',
    subject: fileTag?.suffix ?? '',
    message: `is named ${fileTag?.suffix}, which ${pythons} does not look for`,
    evidence: wanted.length > 0 ? [{label: 'looks for', text: listNames(wanted)}] : [],
    breaks: `import: "ModuleNotFoundError: No module named '${fileTag?.moduleName}'"`,
    fix: first
      ? `build it with the Python that it is for, which names it ${fileTag?.moduleName}${first}`
      : 'build it with the Python that it is for',
  };
}

const initMissing: Rule = {
  name: 'init-missing',
  title: 'exports no initialisation function of the name that the file has',
  formats: ['pe', 'elf', 'macho'],
  check(subject) {
    const {fileTag, facts, role, target} = subject;
    if (!fileTag || role === 'interpreter' || role === 'executable') return [];
    if (facts.format === 'pe' && facts.isManaged) return [];
    const hooks = initHooks(facts);
    const name = importedName(fileTag.moduleName, subject.path);
    const possible = ownHooks(fileTag, subject.path);
    const suitable = possible.filter(hook => mayBeHook(hook, target));
    const wanted = suitable.length > 0 ? suitable : possible;
    if (wanted.some(hook => hooks.includes(hook))) return [];
    // A plain `.so` may be any library; that a module was meant shows in its name or in a hook of another name.
    if (role !== 'module' && !isModuleOnlyName(fileTag)) return [];
    const others = hooks.filter(hook => mayBeHook(hook, target)).slice(0, 3);
    return [
      {
        severity: usesPython(subject.use) ? 'error' : 'warning',
        subject: name,
        message:
          others.length > 0
            ? `exports ${listNames(others)}, but for its file name Python calls ${wanted[0]}`
            : `exports no ${wanted[0]}, which Python calls to import it`,
        evidence: [],
        breaks: `import: "dynamic module does not define module export function (${wanted[0]})"; loading it with ctypes or cffi works`,
        fix:
          others.length > 0
            ? `name the file as the function says, or the function ${wanted[0]}`
            : `export ${wanted[0]} (PyMODINIT_FUNC does; check -fvisibility, .def files and export lists), or give a plain library a plain name (.so, .dll)`,
      },
    ];
  },
};

/** `init*` is Python 2's; an unknown Python may be one. */
function mayBeHook(hook: string, {versions, limited}: Target): boolean {
  const [version] = versions;
  const python3 = limited.length > 0 || (version !== undefined && version[0] >= 3);
  const python2 = version !== undefined && version[0] === 2;
  return hook.startsWith('init') ? !python3 : !python2;
}

export const moduleFileRules: readonly Rule[] = [extSuffix, initMissing];
