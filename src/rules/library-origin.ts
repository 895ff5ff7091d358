import type {InterpreterDll, Toolchains} from '../toolchains/toolchains.ts';
import {isPythonLibrary} from './link-scope.ts';
import {policiesOf} from './manylinux.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName} from './wording.ts';

/** Whether the artefact brings a library, be it under another folder or unreadable; with `--with-system` also this machine. */
export function isInArtefact(library: string, subject: Subject, {artefact}: RuleContext): boolean {
  return (
    artefact.find(library, subject) !== null ||
    artefact.hasFile(library) ||
    (artefact.system?.locate(library, subject) ?? null) !== null
  );
}

/** Whether Windows or Python brings a DLL, or another rule judges it: Microsoft's runtimes, Python's own DLL. */
export function isOnWindows(library: string, subject: Subject, {toolchains}: RuleContext): boolean {
  const {windows, crt} = toolchains;
  if (windows.isSystem(library) || windows.isApiSet(library) || isPythonLibrary(library)) return true;
  if (crt.classify(library) || windows.isRedistributable(library) || isSanitizer(library, toolchains))
    return true;
  return interpreterDll(library, subject, toolchains) === 'beside-python';
}

/** Where the oldest Python of the target has a DLL; null where it has none, or is unknown. */
export function interpreterDll(
  library: string,
  {target, facts}: Subject,
  {windows}: Toolchains,
): InterpreterDll | null {
  const [version] = target.versions;
  if (!version || facts.format !== 'pe') return null;
  return windows.interpreterDll(library, version[0], version[1], facts.machine);
}

/** Whether a library is part of the system. With a policy the system is what the policy says; without one only the C library and its kin are certain. */
export function isOnLinux(library: string, subject: Subject, context: RuleContext): boolean {
  const {libraries} = context.toolchains;
  if (isPythonLibrary(library)) return true;
  const android = subject.target.platforms.find(({system}) => system === 'android');
  if (android) return libraries.isAndroidSystem(library, android.minimumSystem?.[0] ?? 0);
  if (isSanitizer(library, context.toolchains)) return true;
  const policies = policiesOf(subject, context);
  // musl's own name differs by architecture (libc.musl-x86_64.so.1); another C library is for the rule libc-family.
  if (policies.some(({policy}) => policy.libc === 'musl') && libraries.libcFamily(library) !== null)
    return true;
  if (policies.length > 0) return policies.every(({policy}) => policy.allowsLibrary(library));
  return libraries.libcFamily(library) !== null || libraries.isFullyVersioned(library);
}

/** Whether a library is part of macOS or iOS. dyld searches rpaths and the loader's folder; a file in the archive is looked for by its base name. */
export function isOnApple(library: string, {toolchains}: RuleContext): boolean {
  return (
    toolchains.libraries.isAppleSystem(library) ||
    isPythonLibrary(library) ||
    isSanitizer(library, toolchains)
  );
}

/** The rule `sanitizer-runtime` judges those. */
function isSanitizer(library: string, {libraries}: Toolchains): boolean {
  return libraries.sanitizer(baseName(library)) !== null;
}

/** The required project that brings the library: by the table, or because the library goes by its name. */
export function requiredProject(
  library: string,
  {distribution}: Subject,
  {toolchains}: RuleContext,
): string | null {
  const requires = distribution?.requires ?? [];
  const known = toolchains.dependencies.projectsFor(baseName(library));
  const stem = libraryStem(library);
  return (
    requires.find(project => known.includes(project)) ??
    requires.find(project => project.length >= 3 && libraryStem(project) === stem) ??
    null
  );
}

/** The name without `lib`, versions and hashes: `shiboken` of `shiboken6.abi3.dll` and of the project `shiboken6`. */
function libraryStem(name: string): string {
  const [first = ''] = baseName(name)
    .toLowerCase()
    .replace(/^lib/, '')
    .split(/[.]|-(?=[0-9a-f]{8})/, 1);
  return first.replace(/[-_]?\d+$/, '').replaceAll(/[^a-z0-9]/g, '');
}
