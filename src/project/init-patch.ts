import {UserError} from '../errors.ts';
import {blockFor, hasBlock, insertBlock} from './edits/setup-prelude.ts';
import {appendToml, type TomlTable, tomlValue} from './edits/toml.ts';
import {type InitInput, type InitPart, NO_PART, type PatchChoice} from './init-model.ts';
import type {BackendName, ProjectFacts} from './project-facts.ts';

/** Backends whose C compiler `setup.py` drives. */
const RUN_SETUP_PY: ReadonlySet<BackendName> = new Set(['setuptools', 'setuptools-rust']);

const WRAPPER = '`pyxdbg build --debug` sets it from outside and needs no patch';

/** Which file `auto` means; null where a patch would not be enough, or has no place. */
export function patchFor(facts: ProjectFacts): 'setup.py' | 'pyproject' | null {
  const {backend, hasSetupPy, buildRequires} = facts;
  // A backend of the project's own that requires setuptools is a thin cover of it.
  const coversSetuptools =
    backend === 'in-tree' && buildRequires.some(each => /^setuptools\b(?![-_.])/i.test(each));
  if (hasSetupPy && (RUN_SETUP_PY.has(backend) || coversSetuptools)) return 'setup.py';
  return backend === 'scikit-build-core' ? 'pyproject' : null;
}

/** The patch of the build, off unless PYXDBG_DEBUG=1. Throws a UserError for one that was named and cannot be. */
export async function patchPart(choice: PatchChoice, input: InitInput): Promise<InitPart> {
  if (choice === 'none') return NO_PART;
  const wanted = choice === 'auto' ? patchFor(input.facts) : choice;
  if (wanted === null) return {edits: [], notes: [`the build is not patched: ${reasonAgainst(input.facts)}`]};
  return wanted === 'setup.py' ? patchSetupPy(choice, input) : patchPyproject(choice, input);
}

async function patchSetupPy(choice: PatchChoice, {facts, world, edit}: InitInput): Promise<InitPart> {
  if (!facts.hasSetupPy) {
    throw new UserError({
      what: 'there is no setup.py to patch',
      where: '--patch setup.py',
      advice: '`pyxdbg build --debug` needs none',
    });
  }
  const file = edit('setup.py');
  if (hasBlock(file.after)) return NO_PART;
  const problem = refusal(file.after);
  const block = world.template('setup-prelude.py');
  const place = problem ?? (await world.placeInPython(file.path, blockFor(file.after, block)));
  if ('offset' in place) return {edits: [insertBlock(file, place.offset, block)], notes: rustNote(facts)};
  const what = `is not patched: ${place.python} cannot read it (${place.problem})`;
  if (choice !== 'auto') throw new UserError({what, where: `setup.py:${place.line}`, advice: WRAPPER});
  return {edits: [], notes: [`setup.py:${place.line}: ${what}; ${WRAPPER}`]};
}

/** Lines that end in a carriage return alone are lines to Python, and none to most tools. */
function refusal(bytes: Uint8Array): {line: number; problem: string; python: string} | null {
  const text = Buffer.from(bytes).toString('latin1');
  const lone = /\r(?!\n)/.exec(text);
  if (!lone) return null;
  const line = text.slice(0, lone.index).split('\n').length;
  return {line, problem: 'a carriage return within the line', python: 'pyxdbg'};
}

function patchPyproject(choice: PatchChoice, {facts, world, edit}: InitInput): InitPart {
  if (facts.backend !== 'scikit-build-core') {
    throw new UserError({
      what: `cannot be done: ${reasonAgainst(facts)}`,
      where: '--patch pyproject',
      advice: 'leave --patch out',
    });
  }
  const file = edit('pyproject.toml');
  if (hasBlock(file.after)) return NO_PART;
  const edited = appendToml(file, world.template('scikit-build-overrides.toml'), withOverrides);
  if (edited) return {edits: [edited], notes: []};
  const what = 'the overrides of scikit-build-core are an inline list there, to which no table can be added';
  if (choice !== 'auto') throw new UserError({what, where: 'pyproject.toml', advice: WRAPPER});
  return {edits: [], notes: [`pyproject.toml is not patched: ${what}; ${WRAPPER}`]};
}

function withOverrides(before: TomlTable, added: TomlTable): TomlTable {
  // Both come from smol-toml; where these are no tables the result differs, and is refused.
  const tool = (before['tool'] ?? {}) as TomlTable;
  const settings = (tool['scikit-build'] ?? {}) as TomlTable;
  const old = settings['overrides'];
  const more = tomlValue(added, ['tool', 'scikit-build', 'overrides']) as readonly unknown[];
  const overrides = [...(Array.isArray(old) ? old : []), ...more];
  return {...before, tool: {...tool, 'scikit-build': {...settings, overrides}}};
}

function reasonAgainst({backend, buildBackend, hasSetupPy}: ProjectFacts): string {
  const name = backend === 'other' || backend === 'in-tree' ? (buildBackend ?? 'this backend') : backend;
  if (backend === 'setuptools' && !hasSetupPy) {
    return `pyproject.toml cannot say "with PYXDBG_DEBUG only" to setuptools; ${WRAPPER}`;
  }
  return `the settings of ${name} have no conditions, so a patch would change every build; ${WRAPPER}`;
}

function rustNote({backend}: ProjectFacts): readonly string[] {
  return backend === 'setuptools-rust'
    ? ['the patch reaches C and C++ only; for Rust use `pyxdbg build --debug`']
    : [];
}
