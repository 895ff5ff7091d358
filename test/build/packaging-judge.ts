import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {askPython, python3} from '../builders/python.ts';
import {writeTree} from '../builders/tree.ts';

/** Answers questions with the copy of PyPI's `packaging` that pip brings. */
const JUDGE = `
import json, sys
from pip._vendor.packaging.version import Version, InvalidVersion
from pip._vendor.packaging.specifiers import Specifier, InvalidSpecifier
from pip._vendor.packaging.requirements import Requirement, InvalidRequirement
from pip._vendor.packaging.markers import Marker, InvalidMarker, UndefinedComparison, UndefinedEnvironmentName

def version(text):
    try:
        return str(Version(text))
    except InvalidVersion:
        return None

def compare(a, b):
    a, b = Version(a), Version(b)
    return -1 if a < b else int(a > b)

def clause(version, text):
    try:
        return Specifier(text).contains(Version(version), prereleases=True)
    except InvalidSpecifier:
        return None

def marker(text, environment):
    try:
        return Marker(text).evaluate(environment)
    except InvalidMarker:
        return "invalid"
    except InvalidVersion:
        return "raises"
    except (UndefinedComparison, UndefinedEnvironmentName):
        return None

def requirement(text):
    try:
        found = Requirement(text)
    except InvalidRequirement:
        return None
    return [found.name, sorted(found.extras), sorted(str(one) for one in found.specifier), found.marker is not None]

questions = json.load(open(sys.argv[1]))
kinds = {"version": version, "compare": compare, "clause": clause, "marker": marker, "requirement": requirement}
print(json.dumps([kinds[kind](*args) for kind, *args in questions]))
`;

/** Up to 21 `packaging` reads what PEP 440 does not allow ("legacy"), and pads prefixes wrongly. */
const IS_STRICT = `
from pip._vendor.packaging import specifiers, version
assert not hasattr(version, "LegacyVersion")`;

const judge =
  [...(python3 === null ? [] : [python3]), ...pyenvPythons.map(({executable}) => executable).reverse()].find(
    python => spawnSync(python, ['-I', '-c', IS_STRICT]).status === 0,
  ) ?? null;

/** Whether the judge can be asked here. */
export const hasJudge: boolean = judge !== null;

/** What a title says where it cannot. */
export const withoutJudge = hasJudge ? '' : ' (skipped: no Python has a pip of 2024 or later)';

/** The answers to questions, in their order: `[kind, ...arguments]` each. */
export function askJudge(questions: readonly (readonly unknown[])[]): readonly unknown[] {
  const folder = writeTree({'questions.json': JSON.stringify(questions)});
  const answers = askPython(JUDGE, [join(folder, 'questions.json')], judge);
  if (!Array.isArray(answers)) throw new Error('the judge gave no list');
  return answers;
}
