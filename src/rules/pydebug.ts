import {atLeast} from '../python/version.ts';
import {buildMarkers} from './build-markers.ts';
import {undefinedMessage} from './loader-message.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import {describeTarget, listNames} from './wording.ts';

const pydebug: Rule = {
  name: 'pydebug',
  title: 'uses names that only a debug interpreter (Py_DEBUG, Py_TRACE_REFS) exports',
  formats: ['pe', 'elf', 'macho'],
  silences: ['undefined-symbol', 'python-symbol-missing', 'abi3-violation', 'abi3-too-new'],
  check(subject, {toolchains}) {
    const {target, facts} = subject;
    if (target.implementation === 'other' || subject.role === 'interpreter') return [];
    const [version] = target.versions;
    const markers = buildMarkers(subject, toolchains);
    const debug = markers
      .filter(({marker}) => marker === 'pydebug' || marker === 'trace-refs')
      .map(({name}) => name);
    if (!target.debug) {
      if (debug.length === 0) return [];
      // Without any claim nobody said that a release interpreter is meant.
      const severity = target.from === null ? 'warning' : 'error';
      return [
        {
          severity: whereLoaded(subject, severity),
          subject: [...debug].sort().join('+'),
          message: `uses ${listNames(debug)}, which only a debug interpreter exports, but it is for ${target.from === null ? 'an unknown Python' : describeTarget(target)}`,
          evidence: [{label: 'uses', text: listNames(debug)}],
          breaks:
            facts.format === 'pe'
              ? 'import: "DLL load failed while importing ...: The specified procedure could not be found."'
              : `import: "${undefinedMessage(subject, debug[0] ?? '')}"`,
          fix: 'build it with a release interpreter, without Py_DEBUG and Py_TRACE_REFS; -g -O0 give debug information in the release ABI',
        },
      ];
    }
    // From 3.8 on a debug interpreter on Unix loads release modules (bpo-36465).
    const shares = facts.format !== 'pe' && version !== undefined && atLeast(version, 3, 8);
    const release = markers.some(({marker}) => marker === 'pydebug') || debug.length > 0;
    if (shares || release || facts.format === 'pe' || !version || subject.fileTag?.flags.includes('d'))
      return [];
    if (subject.role !== 'module') return [];
    return [
      {
        severity: 'error',
        subject: 'release',
        message: `is a release build, but it is for ${describeTarget(target)}, which shares no ABI with one before 3.8`,
        evidence: [],
        breaks: 'objects have two more fields in a debug interpreter: crashes',
        fix: 'build it with the debug interpreter, or use Python 3.8 or later',
      },
    ];
  },
};

export const pydebugRules: readonly Rule[] = [pydebug];
