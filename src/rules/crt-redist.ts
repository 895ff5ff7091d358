import {runtimeImports} from '../python/crt-use.ts';
import {expectedCrt} from './expected-crt.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import type {RuleContext, Subject} from './subject.ts';
import {count, listNames} from './wording.ts';

const crtRedist: Rule = {
  name: 'crt-redist',
  title: 'needs a Microsoft runtime DLL that neither Python nor the wheel ships',
  formats: ['pe'],
  check(subject, context) {
    if (subject.facts.format !== 'pe' || subject.role === 'executable') return [];
    const expected = expectedCrt(subject, context.toolchains);
    const missing = runtimeImports(subject.facts, context.toolchains).filter(
      ({dll, kind, debug, family}) =>
        !debug &&
        kind !== 'c-runtime' &&
        kind !== 'api-set' &&
        // A foreign C runtime is one cause, told by crt-mismatch.
        !(kind === 'startup' && expected && !expected.all.has(family)) &&
        !isShipped(dll, subject, context),
    );
    if (missing.length === 0) return [];
    const dlls = missing.map(({dll}) => dll);
    return [
      {
        severity: whereLoaded(subject, 'warning'),
        subject: dlls
          .map(dll => dll.toLowerCase())
          .sort()
          .join('+'),
        message: `needs ${listNames(dlls)}, which neither Python nor the wheel ships`,
        evidence: missing.map(({dll, functions}) => ({
          label: 'imports',
          text: `${dll} (${count(functions, 'name')})`,
        })),
        breaks:
          'import where the Visual C++ Redistributable is not installed: "DLL load failed while importing ...: The specified module could not be found."',
        fix: 'run delvewheel repair on the wheel, or tell users to install the Visual C++ Redistributable',
      },
    ];
  },
};

/** With the wheel, or in python.exe's folder for every version that may load the binary. */
function isShipped(dll: string, subject: Subject, {artefact, toolchains}: RuleContext): boolean {
  if (artefact.find(dll, subject) || artefact.hasFile(dll) || artefact.system?.locate(dll, subject))
    return true;
  const {target, facts} = subject;
  const machine = facts.format === 'pe' ? facts.machine : 'unknown';
  const known =
    target.versions.length > 0
      ? target.versions
      : subject.use.libraries.flatMap(({version}) => (version ? [version] : []));
  // Of an unknown Python the benefit of the doubt: what the newest ships.
  const versions = known.length > 0 ? known : [toolchains.cpython.newest];
  return versions.every(
    ([major, minor]) => toolchains.windows.interpreterDll(dll, major, minor, machine) === 'beside-python',
  );
}

const crtManifest: Rule = {
  name: 'crt-manifest',
  title: "keeps a Microsoft.VC90.CRT dependency in its manifest, so that it does not take python.exe's",
  formats: ['pe'],
  check(subject, {toolchains}) {
    const {sideBySide} = toolchains.crt;
    const [version] = subject.target.versions;
    const manifest = subject.resources?.manifest;
    if (!manifest || !version || subject.role !== 'module') return [];
    if (!sideBySide.isUsedBy(version)) return [];
    const identity = new RegExp(
      `<assemblyIdentity\\b[^>]*\\bname\\s*=\\s*["'](?<assembly>${sideBySide.assembly})["'][^>]*>`,
      'i',
    ).exec(manifest);
    const assembly = identity?.groups?.['assembly'];
    if (!identity || assembly === undefined) return [];
    const found = /\bversion\s*=\s*["']([\d.]+)["']/.exec(identity[0])?.[1];
    return [
      {
        severity: 'warning',
        subject: assembly,
        message: `keeps a dependency on ${assembly}${found ? ` ${found}` : ''} in its manifest`,
        evidence: [],
        breaks:
          'import where that assembly is not installed side by side: "DLL load failed: The application has failed to start because its side-by-side configuration is incorrect."',
        fix: "strip it, as distutils does, so that python.exe's activation context serves (or link with /MANIFEST:NO)",
      },
    ];
  },
};

/** Whether the runtime that a module asks for is where the loader will look. */
export const crtRedistRules: readonly Rule[] = [crtRedist, crtManifest];
