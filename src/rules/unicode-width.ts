import {compareVersions} from '../python/version.ts';
import {undefinedMessage} from './loader-message.ts';
import type {Rule} from './rule.ts';
import {whereLoaded} from './severity.ts';
import {count, describeTarget, listNames} from './wording.ts';

const unicodeWidth: Rule = {
  name: 'unicode-width',
  title: 'is built for the other width of Py_UNICODE (UCS2, UCS4) of a Python up to 3.2',
  formats: ['elf', 'macho', 'pe'],
  silences: ['undefined-symbol', 'python-symbol-missing'],
  check(subject, {toolchains}) {
    const {target} = subject;
    const [version] = target.versions;
    if (!target.unicode || !version || compareVersions(version, [3, 2]) > 0) return [];
    const other = subject.use.names
      .map(({name}) => name)
      .filter(name => {
        const width = toolchains.cpython.unicodeWidth(name);
        return width !== null && width !== target.unicode;
      });
    if (other.length === 0) return [];
    const [own, wanted] = target.unicode === 'ucs4' ? ['UCS2', 'UCS4'] : ['UCS4', 'UCS2'];
    return [
      {
        severity: whereLoaded(subject, 'error'),
        subject: own,
        message: `uses ${count(other.length, 'name')} of a ${own} Python, but it is for a ${wanted} build of ${describeTarget(target)}`,
        evidence: [{label: 'uses', text: listNames(other)}],
        breaks: `import: "${undefinedMessage(subject, other[0] ?? '')}"`,
        fix: `build it with a ${wanted} interpreter (sys.maxunicode tells: ${wanted === 'UCS4' ? '1114111' : '65535'}), or tag the wheel ${own === 'UCS4' ? 'cp27mu' : 'cp27m'}`,
      },
    ];
  },
};

export const unicodeWidthRules: readonly Rule[] = [unicodeWidth];
