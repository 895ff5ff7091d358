import {readAs, type TableReader} from './table-reader.ts';

/** What may stand under a key: kinds joined by `|`, as the head of toolchains/launch-schemas.yaml says. */
export type KeyKind = string;

/** An object of an editor's file. */
export interface ObjectKeys {
  readonly required: readonly string[];
  readonly keys: Readonly<Record<string, KeyKind>>;
}

/** The keys that editors know in launch configurations: toolchains/launch-schemas.yaml. */
export interface LaunchSchemas {
  readonly common: Readonly<Record<string, KeyKind>>;
  /** By the `type` of a configuration, then by its `request`. */
  readonly types: Readonly<Record<string, Readonly<Record<'launch' | 'attach', ObjectKeys>>>>;
  /** By the key that an object stands under. */
  readonly nested: Readonly<Record<string, ObjectKeys>>;
  readonly compound: ObjectKeys;
  readonly input: ObjectKeys;
  readonly task: ObjectKeys;
  readonly visual_studio: Readonly<Record<string, ObjectKeys>>;
  /** Pythons whose both languages Visual Studio debugs at once, e.g. `3.9`. */
  readonly mixed_mode: readonly string[];
}

/** Typed access to the table. */
export function launchSchemas(read: TableReader): LaunchSchemas {
  return readAs<LaunchSchemas>(read, 'launch-schemas.json');
}
