import type {MachOSlice} from '../binary/facts.ts';
import type {Rule} from './rule.ts';
import {inModule, whereLoaded} from './severity.ts';
import {listNames} from './wording.ts';

/** arm64 Macs begin with 11.0, whatever an older tag's x86_64 half promises. */
const FIRST_ARM64: readonly [number, number] = [11, 0];

const macosTarget: Rule = {
  name: 'macos-target',
  title: 'needs a newer system than its macOS or iOS tag promises',
  formats: ['macho'],
  check(subject) {
    const {facts, target} = subject;
    if (facts.format !== 'macho') return [];
    return target.platforms
      .flatMap(({tag, system, minimumSystem}) => {
        if (!minimumSystem || (system !== 'macos' && system !== 'ios')) return [];
        const newer = facts.slices.filter(slice => isNewer(slice, minimumSystem, system));
        const [first] = newer;
        if (!first) return [];
        return [
          {
            // From 11 on tags name the major version alone: `macosx_11_0` is all that a wheel for 11.7 can say.
            severity: whereLoaded(
              subject,
              newer.some(slice => isOfNewerMajor(slice, minimumSystem)) ? 'error' : 'warning',
            ),
            subject: newer.map(slice => `${slice.machine} ${slice.minimumOs}`).join('+'),
            message: `needs ${system === 'ios' ? 'iOS' : 'macOS'} ${listNames(newer.map(slice => `${slice.minimumOs} (${slice.machine})`))}, but ${tag} promises ${minimumSystem.join('.')}`,
            evidence: [],
            breaks: 'import on the older systems of that tag: dyld refuses the file, or misses a symbol',
            fix: cure(system, minimumSystem.join('.'), first.minimumOs ?? ''),
          },
        ];
      })
      .slice(0, 1);
  },
};

function cure(system: 'macos' | 'ios', promised: string, needed: string): string {
  const [variable, tag, checker] =
    system === 'ios'
      ? ['IPHONEOS_DEPLOYMENT_TARGET', 'ios', '']
      : ['MACOSX_DEPLOYMENT_TARGET', 'macosx', ' (delocate-wheel --require-target-macos-version checks)'];
  const [major = '', minor = '0'] = needed.split('.');
  // Installers know no minor versions from macOS 11 on (packaging.tags.mac_platforms).
  const wanted = `${tag}_${major}_${system === 'macos' && Number(major) >= 11 ? '0' : minor}`;
  return `build it with ${variable}=${promised}, bundled libraries too, or tag it ${wanted}${checker}`;
}

function isNewer(slice: MachOSlice, promised: readonly [number, number], system: string): boolean {
  if (slice.minimumOs === null || slice.platform !== system) return false;
  const [major = 0, minor = 0] = slice.minimumOs.split('.').map(Number);
  const isArm = system === 'macos' && slice.machine === 'arm64' && promised[0] < FIRST_ARM64[0];
  const [allowedMajor, allowedMinor] = isArm ? FIRST_ARM64 : promised;
  return major > allowedMajor || (major === allowedMajor && minor > allowedMinor);
}

function isOfNewerMajor({minimumOs, machine}: MachOSlice, promised: readonly [number, number]): boolean {
  const major = Number(minimumOs?.split('.')[0]);
  const floor = machine === 'arm64' ? Math.max(promised[0], FIRST_ARM64[0]) : promised[0];
  return floor < 11 || major > floor;
}

const codeSignature: Rule = {
  name: 'code-signature',
  title: 'has no valid-looking code signature for arm64',
  formats: ['macho'],
  check(subject) {
    const {facts} = subject;
    if (facts.format !== 'macho') return [];
    // iOS apps are signed as a whole when they are packed; macOS on arm64 refuses unsigned code.
    const unsigned = facts.slices.filter(
      slice => slice.machine === 'arm64' && slice.platform !== 'ios' && slice.codeSignature !== 'present',
    );
    const [first] = unsigned;
    if (!first) return [];
    const broken = first.codeSignature === 'broken';
    return [
      {
        severity: inModule(subject, 'error', 'error'),
        subject: first.codeSignature,
        message: broken ? 'has a broken code signature for arm64' : 'has no code signature for arm64',
        evidence: [],
        breaks:
          'import on Apple silicon: the process is killed (SIGKILL, "Code Signature Invalid"), or dlopen fails with "code signature ... not valid"',
        fix: 'codesign --force -s - FILE after the last change to the file (strip, install_name_tool); delocate-wheel signs what it changes',
      },
    ];
  },
};

export const macosRules: readonly Rule[] = [macosTarget, codeSignature];
