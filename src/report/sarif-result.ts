import {createHash} from 'node:crypto';
import {baselineKey, identifyArtefact, keyText} from '../rules/baseline-key.ts';
import type {Finding} from '../rules/finding.ts';
import {findingText} from './finding-text.ts';
import {fileUri, type Location, locate} from './location.ts';
import {shown} from './printable.ts';
import type {ArtefactReport, BinaryReport} from './report.ts';

/** Why a suppressed finding is no alert. */
const JUSTIFICATIONS = {
  baseline: 'Known: it stands in the baseline.',
  'per-file-ignores': 'The configuration ignores the rule for this path (per-file-ignores).',
} as const;

/** SARIF results for all findings of an artefact; suppressed ones say why. */
export function sarifResults(
  artefact: ArtefactReport,
  ruleIndex: ReadonlyMap<string, number>,
  cwd: string,
): object[] {
  const identity = identifyArtefact(artefact.knownAs ?? artefact.path);
  return artefact.binaries.flatMap(binary => {
    const location = locate(artefact, binary);
    return binary.findings.map(finding => {
      const key = keyText(baselineKey(identity, binary.path, finding));
      const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 32);
      const index = ruleIndex.get(finding.rule);
      return {
        ruleId: finding.rule,
        ...(index !== undefined && {ruleIndex: index}),
        level: finding.severity,
        message: messageOf(resultText(location, finding)),
        locations: [locationOf(location, binary, cwd)],
        // GitHub would otherwise hash a line of the file, and a wheel has none.
        partialFingerprints: {
          'pyxdbgBaselineKey/v1': fingerprint,
          primaryLocationLineHash: `${fingerprint}:1`,
        },
        ...(finding.suppressed !== undefined && {
          suppressions: [
            {kind: 'external', status: 'accepted', justification: JUSTIFICATIONS[finding.suppressed]},
          ],
        }),
      };
    });
  });
}

/**
 * A message with plain text. Only what SARIF 2.1.0 would take for a placeholder (`{0}`, section 3.11.5) or a link
 * (`[text](1)`, 3.11.6) is escaped: viewers show the escapes elsewhere.
 */
export function messageOf(text: string): {text: string} {
  const plain = text.replaceAll(/\{(\d+)\}/g, '{{$1}}');
  return {text: plain.includes('](') ? plain.replaceAll(/[\\[\]]/g, '\\$&') : plain};
}

function resultText({member}: Location, finding: Finding): string {
  const text = findingText(finding);
  return member === null ? text : `${shown(member)} ${text}`;
}

function locationOf({file, member}: Location, {role}: BinaryReport, cwd: string): object {
  return {
    physicalLocation: {
      artifactLocation: {uri: fileUri(file, cwd)},
      // A binary has no lines, but GitHub does not take a result without one.
      region: {startLine: 1, startColumn: 1, endLine: 1, endColumn: 1},
    },
    ...(member !== null && {
      logicalLocations: [{fullyQualifiedName: member, name: member.split('/').at(-1), kind: role}],
    }),
  };
}
