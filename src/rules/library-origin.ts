import {isPythonLibrary} from './link-scope.ts';
import {policiesOf} from './manylinux.ts';
import type {RuleContext, Subject} from './subject.ts';
import {baseName} from './wording.ts';

export function isInArtefact(library: string, subject: Subject, {artefact}: RuleContext): boolean {
  return (
    artefact.find(library, subject) !== null ||
    artefact.hasFile(baseName(library)) ||
    (artefact.system?.locate(library, subject) ?? null) !== null
  );
}

/** Microsoft's runtimes and Python's own DLL have rules of their own. */
export function isOnWindows(library: string, subject: Subject, {toolchains}: RuleContext): boolean {
  const {windows, crt} = toolchains;
  if (windows.isSystem(library) || windows.isApiSet(library) || isPythonLibrary(library)) return true;
  if (crt.classify(library) || windows.isRedistributable(library)) return true;
  return interpreterDll(library, subject, toolchains) === 'beside-python';
}

export function interpreterDll(
  library: string,
  {target, facts}: Subject,
  {windows}: RuleContext['toolchains'],
) {
  const [version] = target.versions;
  if (!version || facts.format !== 'pe') return null;
  return windows.interpreterDll(library, version[0], version[1], facts.machine);
}

/** With a policy the system is what the policy says; without one only the C library and its kin are certain. */
export function isOnLinux(library: string, subject: Subject, context: RuleContext): boolean {
  const {libraries} = context.toolchains;
  if (isPythonLibrary(library)) return true;
  const android = subject.target.platforms.find(({system}) => system === 'android');
  if (android) return libraries.isAndroidSystem(library, android.minimumSystem?.[0] ?? 0);
  if (libraries.sanitizer(library)) return true;
  const policies = policiesOf(subject, context);
  // musl's own name differs by architecture (libc.musl-x86_64.so.1); another C library is for the rule libc-family.
  if (policies.some(({policy}) => policy.libc === 'musl') && libraries.libcFamily(library) !== null)
    return true;
  if (policies.length > 0) return policies.every(({policy}) => policy.allowsLibrary(library));
  return libraries.libcFamily(library) !== null || libraries.isFullyVersioned(library);
}

/** dyld searches rpaths and the loader's folder; a file in the archive is looked for by its base name. */
export function isOnApple(library: string, {toolchains}: RuleContext): boolean {
  return toolchains.libraries.isAppleSystem(library) || /Python\.framework|libpython/.test(library);
}
