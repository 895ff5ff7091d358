import {insertText, isChange, startEdit} from './edits/file-edit.ts';
import {appendToml, readToml, type TomlTable, tomlValue} from './edits/toml.ts';
import {type InitInput, type InitPart, NO_PART} from './init-model.ts';

/** The configuration: `[tool.pyxdbg]` at the end of pyproject.toml, `pyxdbg.yaml` where there is none. */
export function configPart({world, edit}: InitInput): InitPart {
  if (world.read('pyxdbg.yaml') !== null) return NO_PART;
  const yaml = insertText(startEdit('pyxdbg.yaml', null), 0, world.template('config.yaml'));
  const pyproject = edit('pyproject.toml');
  if (pyproject.before === null && !isNew(pyproject.after)) return {edits: [yaml], notes: []};
  if (tomlValue(readToml(pyproject.after, pyproject.path), ['tool', 'pyxdbg']) !== undefined) return NO_PART;
  const edited = appendToml(pyproject, world.template('config.toml'), withTool);
  if (edited && isChange(edited)) return {edits: [edited], notes: []};
  return {
    edits: [yaml],
    notes: ['pyproject.toml is as it was: its `tool` is an inline table, so the settings are in pyxdbg.yaml'],
  };
}

/** A file that an earlier part of the same plan makes. */
function isNew(bytes: Uint8Array): boolean {
  return bytes.length > 0;
}

function withTool(before: TomlTable, added: TomlTable): TomlTable {
  // Both come from smol-toml; `added` is our own template.
  const tool = (before['tool'] ?? {}) as TomlTable;
  return {...before, tool: {...tool, ...(added['tool'] as TomlTable)}};
}
